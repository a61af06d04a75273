"""Reads about people and what they chose."""
