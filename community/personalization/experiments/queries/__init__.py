"""What experiments answer: who is held out, who is in which arm, and what was found."""
