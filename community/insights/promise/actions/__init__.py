"""What is written about promises."""
