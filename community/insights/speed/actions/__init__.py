"""Every write of the figures' pages."""
