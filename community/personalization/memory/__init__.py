"""What is learned of the company's helpers, kept in rows and renewed by every event."""
