"""Every write about earning points."""
