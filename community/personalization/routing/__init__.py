"""Asking likely helpers, a few at a time, with a reason and never exclusively."""
