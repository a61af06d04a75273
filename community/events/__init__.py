"""The log of everything that happened, and the followers that react to it.

Write side: an action calls `record()` inside its transaction. Read side: a feature registers a reaction with `@follow`.
"""
