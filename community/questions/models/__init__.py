"""Posts and what is special to questions, answers and comments; votes, acceptances, episodes, revisions, topics."""

from community.questions.models.answer import Acceptance, Answer, FailureReport
from community.questions.models.comment import Comment
from community.questions.models.episode import Episode
from community.questions.models.post import Post, Revision
from community.questions.models.question import MeToo, Question
from community.questions.models.topic import Tag, Topic
from community.questions.models.vote import Vote

__all__ = [
    "Acceptance",
    "Answer",
    "Comment",
    "Episode",
    "FailureReport",
    "MeToo",
    "Post",
    "Question",
    "Revision",
    "Tag",
    "Topic",
    "Vote",
]
