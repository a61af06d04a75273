"""Whether points are earned honestly: signals that two members deal with themselves, and cases that a person decides."""
