"""Distinctions, awarded by rules or by people, each exactly once."""
