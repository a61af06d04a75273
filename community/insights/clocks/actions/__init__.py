"""Writing clocks and what they add up to."""
