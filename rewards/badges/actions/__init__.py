"""Every write of this feature, a file per verb."""
