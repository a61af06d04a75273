"""The figures of the dashboard. Importing this registers them."""

from community.insights.speed.tiles import answers, backlog, people, promises, solutions

__all__ = ["answers", "backlog", "people", "promises", "solutions"]
