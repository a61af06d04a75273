"""Learning, forgetting, and making all of it again."""
