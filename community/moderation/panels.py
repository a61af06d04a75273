"""What moderators see on pages of other features."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.policies import check_may_moderate
from accounts.reader import CompanyRequest
from community import clock
from community.moderation.forms import LENGTH_CHOICES
from community.questions.models import Post, Question
from community.questions.policies import allows
from community.web.registries.panels import panel


@panel("post.tools", order=10, template="moderation/_post_tools.html")
def post_tools(request: HttpRequest, *, post: Post, question: Question) -> dict[str, Any] | None:
    """Offer moderators to hide, restore, lock and suspend. No query: post.author is loaded wherever a post is shown."""
    member = cast(CompanyRequest, request).reader.member
    if member is None or not allows(check_may_moderate, member):
        return None
    author = post.author
    return {
        "post": post,
        "question": question,
        "is_question": post.pk == question.pk,
        "admin_page": f"company_admin:questions_{post.kind}_change",
        "may_sanction": author.pk != member.pk and (member.is_admin or not author.is_moderator),
        "is_suspended": author.is_suspended(clock.now()),
        "lengths": LENGTH_CHOICES,
    }


@panel("post.tools", order=20, template="moderation/_hidden_post.html")
def hidden_post(request: HttpRequest, *, post: Post, question: Question) -> dict[str, Any] | None:
    """Lead the author of a hidden post to the decision and the appeal. No query."""
    member = cast(CompanyRequest, request).reader.member
    if member is None or post.visibility != Post.Visibility.HIDDEN or post.author_id != member.pk:
        return None
    return {"post": post}
