"""Page-shaped reads. Objects reach a view only through the functions here that prove that the reader may have them."""

from community.questions.queries.access import (
    answer_or_404,
    member_or_404,
    post_on_page_or_404,
    question_id_of,
    question_or_404,
    tag_or_404,
    topic_or_404,
)
from community.questions.queries.lists import (
    LISTS,
    MemberTotals,
    for_list,
    just_asked,
    list_rows,
    member_totals,
    popular_tags,
    questions_answered_by,
    revisions_of,
    topics_with_counts,
)
from community.questions.queries.page import (
    ANSWERS_PER_PAGE,
    COMMENTS_PER_PAGE,
    ORDERS,
    QuestionPage,
    comments_on,
    page_of,
    question_page,
)

__all__ = [
    "ANSWERS_PER_PAGE",
    "COMMENTS_PER_PAGE",
    "LISTS",
    "ORDERS",
    "MemberTotals",
    "QuestionPage",
    "answer_or_404",
    "comments_on",
    "for_list",
    "just_asked",
    "list_rows",
    "member_or_404",
    "member_totals",
    "page_of",
    "popular_tags",
    "post_on_page_or_404",
    "question_id_of",
    "question_or_404",
    "question_page",
    "questions_answered_by",
    "revisions_of",
    "tag_or_404",
    "topic_or_404",
    "topics_with_counts",
]
