"""What moderators and a company's admins do: the company's own admin, and tools beside every post."""
