"""The heart: ask, answer, accept, vote, comment, edit, close."""
