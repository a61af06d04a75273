"""What is searched: one document for each question, made of passages, one for each visible post."""

from community.search.models.document import SearchDocument
from community.search.models.passage import SearchPassage

__all__ = ["SearchDocument", "SearchPassage"]
