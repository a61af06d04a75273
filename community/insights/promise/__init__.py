"""What a company promises about its answers, whether it was kept, and who is told while it can still be."""
