"""Whether what is learned would have found the people who answered: past communities, replayed in the order of time."""
