"""The statistics of durations and of shares: pure functions of numbers, without Django. For every feature that counts."""
