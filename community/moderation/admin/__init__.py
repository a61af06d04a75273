"""The pages of the company's admin, a file per kind of thing."""

from community.moderation.admin import company, log, members, posts, topics

__all__ = ["company", "log", "members", "posts", "topics"]
