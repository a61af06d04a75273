"""Pages about speed."""
