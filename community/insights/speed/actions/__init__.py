"""What admins decide about the figures, and raising warnings and letting them go."""
