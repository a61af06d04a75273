"""What is searched: for each question a document made of passages, one for each visible post, and a vector of terms."""

from community.search.models.document import SearchDocument
from community.search.models.passage import SearchPassage
from community.search.models.terms import QuestionTerms, QuestionVector, TermCount

__all__ = ["QuestionTerms", "QuestionVector", "SearchDocument", "SearchPassage", "TermCount"]
