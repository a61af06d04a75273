"""Reading offers, and who can get one."""
