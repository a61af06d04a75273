"""Doors for whole communities: imports."""
