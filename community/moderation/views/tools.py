"""What a moderator does without leaving the question. Each view acts once and shows what changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.suspend import reinstate_member, suspend_member
from accounts.adapter import stays_here
from accounts.models import Membership
from accounts.policies import check_may_moderate
from accounts.reader import CompanyRequest
from community.moderation.forms import LENGTHS, HideForm, SuspendForm
from community.questions import queries
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.lock import set_locked
from community.questions.models import Post
from community.questions.views.common import address_of, invite
from community.questions.views.question import thread_response
from community.web.errors import NotAllowed
from community.web.htmx import wants_fragment

Act = Callable[[CompanyRequest, Membership, Post], str]


def moderating(act: Act) -> Callable[..., HttpResponse]:
    """Make a POST view of an act on a post of the company: it returns the sentence that tells what was done.

    Visitors are sent to sign in. Raises Http404 for posts that the reader may not see, NotAllowed for other members.
    """

    @require_POST
    @wraps(act)
    def view(request: CompanyRequest, pk: int) -> HttpResponse:
        post, question = queries.post_on_page_or_404(request.reader, pk)
        if request.reader.member is None:
            return invite(request, back_to=question.get_absolute_url())
        sentence = act(request, check_may_moderate(request.reader.member), post)
        if wants_fragment(request):
            return thread_response(request, question.pk)
        messages.success(request, sentence)
        return redirect(address_of(request, question, post))

    return view


@moderating
def hide(request: CompanyRequest, moderator: Membership, post: Post) -> str:
    """Hide a post."""
    hide_post(moderator=moderator, post=post, reason=_words(HideForm(request.POST))["reason"])
    return _("The post is hidden.")


@moderating
def restore(request: CompanyRequest, moderator: Membership, post: Post) -> str:
    """Show a hidden post again."""
    restore_post(moderator=moderator, post=post)
    return _("The post is shown again.")


@moderating
def lock(request: CompanyRequest, moderator: Membership, post: Post) -> str:
    """Stop replies to a question."""
    return _set_locked(request, moderator, post, locked=True)


@moderating
def unlock(request: CompanyRequest, moderator: Membership, post: Post) -> str:
    """Allow replies to a question again."""
    return _set_locked(request, moderator, post, locked=False)


@require_POST
def suspend(request: CompanyRequest, pk: int) -> HttpResponse:
    """Take the right to write from a member, for a time."""
    member = queries.member_or_404(request.reader, pk)
    if request.reader.member is None:
        return invite(request, back_to=_back(request, member))
    moderator = check_may_moderate(request.reader.member)
    words = _words(SuspendForm(request.POST))
    suspend_member(moderator=moderator, member=member, for_time=LENGTHS[words["length"]], reason=words["reason"])
    messages.success(request, _("%(name)s can only read for now.") % {"name": member.display_name})
    return redirect(_back(request, member))


@require_POST
def reinstate(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give a suspended member the right to write back."""
    member = queries.member_or_404(request.reader, pk)
    if request.reader.member is None:
        return invite(request, back_to=_back(request, member))
    reinstate_member(moderator=check_may_moderate(request.reader.member), member=member)
    messages.success(request, _("%(name)s can write again.") % {"name": member.display_name})
    return redirect(_back(request, member))


def _set_locked(request: CompanyRequest, moderator: Membership, post: Post, *, locked: bool) -> str:
    set_locked(moderator=moderator, question=queries.question_or_404(request.reader, post.pk), locked=locked)
    return _("The question is locked.") if locked else _("The question is open for replies again.")


def _back(request: CompanyRequest, member: Membership) -> str:
    """Return where the form came from, if that is in this company, otherwise the member's page."""
    wanted = request.POST.get("next", "")
    return wanted if stays_here(request, wanted) else reverse("questions:member", args=[member.pk])


def _words(form: forms.Form) -> dict[str, str]:
    """Return what was filled in. Raises NotAllowed with the form's own sentences."""
    if not form.is_valid():
        raise NotAllowed(" ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences))
    return form.cleaned_data
