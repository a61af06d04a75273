"""Pages about the learning: what it does, what it is worth, whom it reaches, and what is missing."""
