"""The pages of the company's admin, a file per kind of thing."""

from community.moderation.admin import appeals, company, decisions, log, members, posts, topics

__all__ = ["appeals", "company", "decisions", "log", "members", "posts", "topics"]
