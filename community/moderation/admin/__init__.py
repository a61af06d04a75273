"""The pages of the company's admin, a file per kind of thing."""

from community.moderation.admin import appeals, company, log, members, posts, topics

__all__ = ["appeals", "company", "log", "members", "posts", "topics"]
