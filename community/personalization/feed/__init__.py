"""The lists that a member may have made for them: questions they can solve, answers that exist."""
