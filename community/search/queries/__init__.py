"""Finding questions: by words, and by likeness."""

from community.search.queries.related import related_questions
from community.search.queries.search import SearchHit, SearchPage, search_questions
from community.search.queries.similar import SimilarQuestion, similar_questions, suggested_questions

__all__ = [
    "SearchHit",
    "SearchPage",
    "SimilarQuestion",
    "related_questions",
    "search_questions",
    "similar_questions",
    "suggested_questions",
]
