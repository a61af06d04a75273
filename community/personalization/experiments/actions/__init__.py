"""What is written about experiments."""
