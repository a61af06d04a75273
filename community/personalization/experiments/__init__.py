"""Trying something out on a part of the questions or members, registered beforehand and stopped when it harms."""
