"""Who used a power over others, on what and why: written with the act, never changed. And the operators' admin."""
