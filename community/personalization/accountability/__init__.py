"""How fast the learning is, what it is worth, whom it reaches, and what stands in each model."""
