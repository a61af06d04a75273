"""What is expected, what was said, and how often it came true."""
