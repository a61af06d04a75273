"""What is searched: for each question a document made of passages, one for each visible post, and vectors."""

from community.search.models.document import SearchDocument
from community.search.models.embedding import EmbeddingsInUse, QuestionEmbedding
from community.search.models.passage import SearchPassage
from community.search.models.terms import QuestionTerms, QuestionVector, TermCount

__all__ = [
    "EmbeddingsInUse",
    "QuestionEmbedding",
    "QuestionTerms",
    "QuestionVector",
    "SearchDocument",
    "SearchPassage",
    "TermCount",
]
