"""Reads of what is remembered."""
