"""A paragraph per page: fetch, check, act once, answer."""
