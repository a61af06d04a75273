"""Asking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from accounts.policies import check_may_write
from accounts.reader import CompanyRequest
from community.questions import queries
from community.questions.actions.ask import ask_question
from community.questions.forms import AskForm
from community.questions.models import Question
from community.questions.views.common import invite, keep_draft, limit, take_draft, written
from community.text.cleaning import TextRefused, clean_text
from community.text.markdown import render_markdown
from community.web.errors import NotAllowed

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CompanyRequest) -> HttpResponse:
    """Show the form; publish a question. Visitors write first and sign in afterwards, their text waits."""
    member = request.reader.member
    if request.method != "POST":
        return _empty(request)
    if "check" in request.POST:
        return _with_similar(request)
    if member is None:
        return invite(request, back_to=reverse("questions:ask"), kept=keep_draft(request, "ask"))
    form = AskForm(request.POST, company=request.company)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    earlier = _asked_already(member, form)
    if earlier is not None:
        messages.info(request, _("You have just asked this; here it is. To change something, edit it."))
        return redirect(earlier)
    limit(request, "ask")
    try:
        question = ask_question(author=member, **form.cleaned_data)
    except (NotAllowed, TextRefused) as refusal:
        form.add_error("body" if isinstance(refusal, TextRefused) else None, str(refusal))
        return _show(request, form, status=UNPROCESSABLE)
    return redirect(question)


def _empty(request: CompanyRequest) -> HttpResponse:
    """Show a form to fill in; to a member who may not write, the sentence why not, before any text is written."""
    if request.reader.member is not None:
        try:
            check_may_write(request.reader.member)
        except NotAllowed as refusal:
            return render(request, "questions/ask.html", {"form": None, "cannot_ask": refusal.sentence})
    asked = {name: request.GET.get(name, "")[:200] for name in ("title", "topic")}
    initial = take_draft(request, "ask") or asked
    return _show(request, AskForm(company=request.company, initial=initial))


def _with_similar(request: CompanyRequest) -> HttpResponse:
    """Show the form again with all of its text, and the questions like its title: for readers without JavaScript."""
    limit(request, "suggest")
    context = {"form": AskForm(company=request.company, initial=written(request)), "is_checked": True}
    return render(request, "questions/ask.html", context | {"title": request.POST.get("title", "")})


def _asked_already(member: Membership, form: AskForm) -> Question | None:
    """Return the member's question with the same words, if another form than this one made it a moment ago.

    Who goes back in the browser and sends the form again gets their text with a new form.
    """
    words = form.cleaned_data
    earlier = queries.just_asked(member, title=words["title"], body=words["body"])
    return None if earlier is None or earlier.post.submission == words["submission"] else earlier


@require_POST
def preview(request: CompanyRequest) -> HttpResponse:
    """Render what somebody is writing, exactly as it would be shown."""
    limit(request, "preview")
    try:
        html = render_markdown(clean_text(request.POST.get("body", ""))).html
    except TextRefused as refusal:
        return render(request, "questions/_preview.html", {"refusal": str(refusal)})
    return render(request, "questions/_preview.html", {"html": html})


def _show(request: CompanyRequest, form: AskForm, status: int = 200) -> HttpResponse:
    return render(request, "questions/ask.html", {"form": form}, status=status)
