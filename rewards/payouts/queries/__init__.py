"""What pages and actions read, a file per page."""
