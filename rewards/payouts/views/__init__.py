"""The pages of members, a file per page."""
