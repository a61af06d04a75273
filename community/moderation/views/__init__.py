"""The pages of this feature outside the company's admin."""
