"""The double-entry ledger of points. `actions.post.post()` is its only writer."""
