"""What the clocks say: the dashboard, the public page, and warnings when something goes wrong."""
