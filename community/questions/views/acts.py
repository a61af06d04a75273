"""What people do on a question's page. Each view checks the limit, acts once, and shows what changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.questions import queries
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.answer import answer_question
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.comment import comment_on
from community.questions.actions.me_too import set_me_too
from community.questions.actions.report_failure import report_failure
from community.questions.actions.reuse import confirm_reuse
from community.questions.actions.vote import vote_on, withdraw_vote
from community.questions.forms import AnswerForm, CommentForm, ReasonForm
from community.questions.models import Post, Question, Vote
from community.questions.views.common import address_of, invite, keep_draft, limit, page_of
from community.questions.views.question import (
    comments_context,
    composer_context,
    thread_context,
    thread_response,
)
from community.text.cleaning import TextRefused
from community.web.errors import NotAllowed
from community.web.htmx import wants_fragment

UNPROCESSABLE = 422
_VALUES = {"helpful": Vote.HELPFUL, "unhelpful": Vote.UNHELPFUL}

View = Callable[..., HttpResponse]


def act(action: str = "", *, draft: str = "") -> Callable[[View], View]:
    """Make a POST view for members: visitors are sent to sign in and come back; the action's limit is counted.

    Views with a form name no action here and count once the form is valid, so that a mistake uses nothing up. `draft`
    says what a visitor has written, so that it is there afterwards.
    """

    def decorate(view: View) -> View:
        @require_POST
        @wraps(view)
        def guarded(request: CompanyRequest, pk: int) -> HttpResponse:
            if request.reader.member is None:
                post, question = queries.post_on_page_or_404(request.reader, pk)
                kept = bool(draft) and keep_draft(request, f"{draft}:{question.pk}", target=str(pk))
                return invite(request, back_to=address_of(request, question, post), kept=kept)
            if action:
                limit(request, action)
            return view(request, request.reader.member, pk)

        return guarded

    return decorate


@act(draft="answer")
def answer(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Post a reply."""
    question = queries.question_or_404(request.reader, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        limit(request, "answer")
        try:
            posted = answer_question(author=member, question=question, **form.cleaned_data)
        except (NotAllowed, TextRefused) as refusal:
            form.add_error("body", str(refusal))
        else:
            if not wants_fragment(request):
                return redirect(address_of(request, question, posted.post))
            page = queries.question_page(request.reader, pk, page=page_of(request, posted.post))
            context = thread_context(request, page) | composer_context(request, question) | {"oob": True}
            return render(request, "questions/_answered.html", context)
    return _composer_again(request, question, form)


def _composer_again(request: CompanyRequest, question: Question, form: AnswerForm) -> HttpResponse:
    """Send the form back with its errors and all of its text."""
    if wants_fragment(request):
        context = {"question": question, "answer_form": form}
        return render(request, "questions/_composer.html", context, status=UNPROCESSABLE)
    context = thread_context(request, queries.question_page(request.reader, question.pk)) | {"answer_form": form}
    return render(request, "questions/question.html", context, status=UNPROCESSABLE)


@act(draft="comment")
def comment(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Comment on the question or an answer."""
    target, question = queries.post_on_page_or_404(request.reader, pk)
    form = CommentForm(request.POST)
    error = ""
    if form.is_valid():
        limit(request, "comment")
        try:
            comment_on(author=member, question=question, target=target, **form.cleaned_data)
        except (NotAllowed, TextRefused) as refusal:
            error = str(refusal)
    else:
        error = " ".join(str(each) for errors in form.errors.values() for each in errors)
    if wants_fragment(request):
        return _comments(request, question, target, error)
    return _commented(request, question, target, error)


def _comments(request: CompanyRequest, question: Question, target: Post, error: str) -> HttpResponse:
    """Show the target's comments again, with the refused text when there was an error."""
    context = comments_context(request, question, target) | {"comment_error": error}
    context["comment_text"] = request.POST.get("body", "") if error else ""
    return render(request, "questions/_comments.html", context, status=UNPROCESSABLE if error else 200)


def _commented(request: CompanyRequest, question: Question, target: Post, error: str) -> HttpResponse:
    """Go back to the target, or show the whole page again with the refused text under it."""
    if not error:
        return redirect(address_of(request, question, target).partition("#")[0] + f"#comments-{target.pk}")
    page = queries.question_page(request.reader, question.pk, page=page_of(request, target))
    context = thread_context(request, page) | composer_context(request, page.question)
    context |= {"refused_comment_on": target.pk, "comment_error": error, "comment_text": request.POST.get("body", "")}
    return render(request, "questions/question.html", context, status=UNPROCESSABLE)


@act("vote")
def vote(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Judge an answer, or take the judgement back."""
    judged = queries.answer_or_404(request.reader, pk)
    wish = request.POST.get("value", "")
    if wish in _VALUES:
        judged.post = vote_on(voter=member, answer=judged, value=_VALUES[wish])
    elif wish == "withdraw":
        judged.post = withdraw_vote(voter=member, answer=judged)
    else:
        raise NotAllowed(_("Choose helpful or not helpful."))
    if not wants_fragment(request):
        return redirect(address_of(request, judged.question, judged.post))
    judged.my_vote = wish if wish in _VALUES else ""
    judged.may_vote = True
    return render(request, "questions/_vote_buttons.html", {"answer": judged})


@act("vote")
def me_too(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Say "I have this too", or no longer."""
    question = queries.question_or_404(request.reader, pk)
    wanted = request.POST.get("value", "add") != "remove"
    shown = set_me_too(member=member, question=question, wanted=wanted)
    if not wants_fragment(request):
        return redirect(question)
    shown.is_me_too, shown.may_me_too = wanted, True
    return render(request, "questions/_me_too.html", {"question": shown})


def _thread_or_page(request: CompanyRequest, question: Question) -> HttpResponse:
    return thread_response(request, question.pk) if wants_fragment(request) else redirect(question)


@act("edit")
def accept(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Accept an answer."""
    chosen = queries.answer_or_404(request.reader, pk)
    accept_answer(member=member, answer=chosen)
    return _thread_or_page(request, chosen.question)


@act("edit")
def withdraw(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Take an acceptance back."""
    chosen = queries.answer_or_404(request.reader, pk)
    withdraw_acceptance(member=member, question=chosen.question, answer=chosen)
    return _thread_or_page(request, chosen.question)


@act("vote")
def solved_too(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Say that the accepted answer solved it for the member too."""
    chosen = queries.answer_or_404(request.reader, pk)
    confirm_reuse(member=member, answer=chosen)
    messages.success(request, _("Good to hear, and thank you for saying so."))
    return redirect(chosen.question)


@act("edit")
def not_working(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Say that an answer did not work, and why."""
    failed = queries.answer_or_404(request.reader, pk)
    reason = _reason(request)
    report_failure(member=member, answer=failed, reason=reason)
    return _thread_or_page(request, failed.question)


@act("edit")
def close(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Close a question without a resolution."""
    question = queries.question_or_404(request.reader, pk)
    close_question(member=member, question=question, reason=_reason(request))
    return _thread_or_page(request, question)


@act("edit")
def reopen(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Open an ended question again."""
    question = queries.question_or_404(request.reader, pk)
    reopen_question(member=member, question=question)
    messages.success(request, _("The question is open again."))
    return _thread_or_page(request, question)


def _reason(request: CompanyRequest) -> str:
    """Return the cleaned reason. Raises NotAllowed with the form's own sentence."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotAllowed(" ".join(str(each) for each in form.errors.get("reason", [])))
    return str(form.cleaned_data["reason"])
