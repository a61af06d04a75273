"""What members do with their points: the wallet, payouts, gifts, statements."""
