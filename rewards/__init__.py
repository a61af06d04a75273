"""Points that are money, reputation that is not, and badges: what the people who help get for it."""
