"""Every write of this feature."""
