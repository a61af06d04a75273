"""Writes of the lists made for one member."""
