"""What a question's page tells search engines about itself: schema.org's QAPage."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.questions.models import Answer, Post
from community.questions.queries import QuestionPage
from community.text.excerpt import excerpt, plain_text

# Enough for a search engine to tell what an answer says; the whole text stands on the page.
_MOST_CHARS: Final = 1000
# As in django.utils.html.json_script: nothing in the data can end the element.
_ESCAPES: Final = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@lru_cache(maxsize=2048)
def words_of(html: str) -> str:
    """Return the beginning of a rendered post in plain words, in one line."""
    return excerpt(plain_text(html), _MOST_CHARS)


def qa_page(request: CompanyRequest, page: QuestionPage) -> SafeString:
    """Return the element that describes the page, or nothing while nobody has answered.

    It is data, which browsers do not run and the content security policy need not allow.
    """
    answers = [each for each in page.answers if each.purpose == Answer.Purpose.ATTEMPT and each.post.is_visible]
    if not answers:
        return mark_safe("")
    question = page.question
    described = {
        "@type": "Question",
        "name": question.title,
        "inLanguage": question.language,
        "answerCount": question.answer_count,
        **_post(request, question.post, votes=question.me_too_count),
    }
    address = request.build_absolute_uri(question.get_absolute_url())
    others = [_answer(request, each, address) for each in answers if not each.is_accepted]
    accepted = [_answer(request, each, address) for each in answers if each.is_accepted]
    described |= ({"acceptedAnswer": accepted[0]} if accepted else {}) | ({"suggestedAnswer": others} if others else {})
    data = json.dumps(
        {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": described}, ensure_ascii=False
    )
    return mark_safe(f'<script type="application/ld+json">{data.translate(_ESCAPES)}</script>')


def _answer(request: CompanyRequest, answer: Answer, address: str) -> dict[str, Any]:
    described = _post(request, answer.post, votes=answer.post.helpful_count)
    return {"@type": "Answer", "url": f"{address}#answer-{answer.pk}", **described}


def _post(request: CompanyRequest, post: Post, *, votes: int) -> dict[str, Any]:
    times = {"datePublished": post.created_at.isoformat(timespec="seconds")}
    if post.edited_at:
        times["dateModified"] = post.edited_at.isoformat(timespec="seconds")
    return {"text": words_of(post.html), "upvoteCount": votes, "author": _author(request, post.author), **times}


def _author(request: CompanyRequest, author: Membership) -> dict[str, Any]:
    """Return who wrote it; members who have left have no page."""
    described = {"@type": "Person", "name": author.display_name}
    if author.kind != Membership.Kind.FORMER:
        described["url"] = request.build_absolute_uri(reverse("questions:member", args=[author.pk]))
    return described
