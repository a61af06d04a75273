"""What the pages of this feature share: limits, drafts, and where a visitor is sent who wants to take part."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.abilities import TAKE_PART_OFTEN, has_ability
from accounts.models import Membership
from accounts.reader import CompanyRequest, member_identity
from community.questions import queries
from community.questions.models import Post, Question
from community.web.address import client_address
from community.web.htmx import redirect_to
from community.web.ratelimit import check

Args = ParamSpec("Args")
OfMembers = Callable[Concatenate[CompanyRequest, Membership, Args], HttpResponse]
OfEverybody = Callable[Concatenate[CompanyRequest, Args], HttpResponse]

# Kept in the session while somebody signs in; far above any limit of a form.
_DRAFT_LENGTH = 100_000
_DRAFT_FIELDS = ("title", "body", "topic", "tags", "language", "purpose", "submission")
_DRAFTS = "drafts"
_MOST_DRAFTS = 5


def limit(request: CompanyRequest, action: str) -> None:
    """Count one pass of the action for whoever sends the request. Raises RateLimited."""
    member = request.reader.member
    if action in {"ask", "vote"} and member is not None and has_ability(member, TAKE_PART_OFTEN):
        action = f"{action}_trusted"
    check(action, identity=member_identity(request.reader, client_address(request)))


def keep_draft(request: CompanyRequest, name: str, **more: str) -> bool:
    """Keep what was written in the session, until the person has signed in; return whether anything was.

    `more` is kept beside it. A session holds the newest few drafts: a stranger cannot fill it.
    """
    words = written(request)
    if not (words.get("title") or words.get("body")):
        return False
    drafts = dict(request.session.get(_DRAFTS, {}))
    drafts.pop(_key(request, name), None)
    drafts[_key(request, name)] = words | more
    request.session[_DRAFTS] = dict(list(drafts.items())[-_MOST_DRAFTS:])
    return True


def written(request: CompanyRequest) -> dict[str, str]:
    """Return what stands in the fields of a sent form, as the beginning of another."""
    return {field: value[:_DRAFT_LENGTH] for field in _DRAFT_FIELDS if (value := request.POST.get(field, ""))}


def take_draft(request: CompanyRequest, name: str) -> dict[str, str]:
    """Return and forget what was kept before signing in; nothing for a request that only looks whether a page is there."""
    if request.method != "GET" or _key(request, name) not in request.session.get(_DRAFTS, {}):
        return {}
    drafts = dict(request.session[_DRAFTS])
    draft: dict[str, str] = drafts.pop(_key(request, name))
    request.session[_DRAFTS] = drafts
    return draft


def invite(request: CompanyRequest, *, back_to: str, kept: bool = False) -> HttpResponse:
    """Send a visitor to sign in, and a person who is no member to Join; afterwards they come back."""
    if request.user.is_authenticated:
        return redirect_to(request, f"{reverse('accounts:join')}?{urlencode({'next': back_to})}")
    if kept:
        messages.info(request, _("Your text is kept. Sign in, or make an account, and it will be there."))
    # By way of the page that sends somebody who has just made an account to Join first.
    onward = f"{reverse('accounts:arrive')}?{urlencode({'next': back_to})}"
    return redirect_to(request, f"{reverse('account_login')}?{urlencode({'next': onward})}")


def for_members(*, back_to: str = "") -> Callable[[OfMembers[Args]], OfEverybody[Args]]:
    """Give the view the member who reads; invite anybody else, who then comes back.

    They come back to the same page, or to the one named by `back_to` where an address only takes what is sent to it.
    """

    def decorate(view: OfMembers[Args]) -> OfEverybody[Args]:
        @wraps(view)
        def shown(request: CompanyRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
            member = request.reader.member
            if member is None:
                return invite(request, back_to=reverse(back_to) if back_to else request.get_full_path())
            return view(request, member, *args, **kwargs)

        return shown

    return decorate


def address_of(request: CompanyRequest, question: Question, post: Post) -> str:
    """Return the address at which the reader finds the post: long questions have several pages of answers."""
    if post.pk == question.pk:
        return question.get_absolute_url()
    number = page_of(request, post)
    return f"{question.get_absolute_url()}{f'?page={number}' if number > 1 else ''}#{post.kind}-{post.pk}"


def page_of(request: CompanyRequest, post: Post) -> int:
    """Return the page of answers on which the question, an answer, or a comment on either stands."""
    about = post.comment.target if post.kind == Post.Kind.COMMENT else post
    return queries.page_of(request.reader, about.answer) if about.kind == Post.Kind.ANSWER else 1


def _key(request: CompanyRequest, name: str) -> str:
    return f"{request.company.pk}:{name}"
