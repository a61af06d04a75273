"""Everything that is written about the learning."""
