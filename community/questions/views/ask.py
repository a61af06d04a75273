"""Asking."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.reader import CompanyRequest
from community.questions.actions.ask import ask_question
from community.questions.forms import AskForm
from community.questions.views.common import invite, keep_draft, limit, take_draft
from community.text.cleaning import TextRefused, clean_text
from community.text.markdown import render_markdown
from community.web.errors import NotAllowed

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: CompanyRequest) -> HttpResponse:
    """Show the form; publish a question. Visitors write first and sign in afterwards, their text waits."""
    if request.method != "POST":
        initial = take_draft(request, "ask") or {"title": request.GET.get("title", "")[:200]}
        return _show(request, AskForm(company=request.company, initial=initial))
    member = request.reader.member
    if member is None:
        return invite(request, back_to=reverse("questions:ask"), kept=keep_draft(request, "ask"))
    form = AskForm(request.POST, company=request.company)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    limit(request, "ask")
    try:
        question = ask_question(author=member, **form.cleaned_data)
    except (NotAllowed, TextRefused) as refusal:
        form.add_error("body" if isinstance(refusal, TextRefused) else None, str(refusal))
        return _show(request, form, status=UNPROCESSABLE)
    return redirect(question)


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
