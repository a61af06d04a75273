"""People, companies, and who is what in which company."""
