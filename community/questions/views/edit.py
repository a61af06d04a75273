"""Editing a post and reading its history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.policies import check_is_member
from accounts.reader import CompanyRequest
from community.questions import queries
from community.questions.actions.edit import EditConflict, edit_answer, edit_comment, edit_question
from community.questions.forms import EditAnswerForm, EditCommentForm, EditQuestionForm, RetagForm
from community.questions.history import changes_between
from community.questions.models import Post, Question
from community.questions.policies import allows, check_can_edit, check_can_retag
from community.questions.views.common import address_of, invite, keep_draft, limit, take_draft
from community.text.cleaning import TextRefused
from community.web.errors import NotAllowed

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: CompanyRequest, pk: int) -> HttpResponse:
    """Edit a question, an answer or a comment. A conflict shows both texts; nothing is overwritten or lost."""
    post, question = queries.post_on_page_or_404(request.reader, pk)
    if request.reader.member is None:
        return invite(request, back_to=request.path, kept=keep_draft(request, f"edit:{pk}", version=_version(request)))
    _check_may_change(check_is_member(request.reader), post)
    if request.method != "POST":
        return _show(request, question, post, _form(request, question, post))
    form = _form(request, question, post, bound=True)
    if form.is_valid():
        limit(request, "edit")
        try:
            _save(request, question, post, form)
        except EditConflict as conflict:
            return _show_conflict(request, question, post.pk, form, conflict.sentence)
        except (NotAllowed, TextRefused) as refusal:
            form.add_error("body" if "body" in form.fields else None, str(refusal))
        else:
            # The title, which is a part of the address, may be a new one.
            post, question = queries.post_on_page_or_404(request.reader, pk)
            return redirect(address_of(request, question, post))
    return _show(request, question, post, form, status=UNPROCESSABLE)


@require_safe
def history(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show how a post came to read as it does, newest change first."""
    post, question = queries.post_on_page_or_404(request.reader, pk)
    title = question.title if post.kind == Post.Kind.QUESTION else ""
    changes = changes_between(post, title, queries.revisions_of(post))
    context = {"post": post, "question": question, "changes": changes}
    return render(request, "questions/history.html", context | {"back_url": address_of(request, question, post)})


def _check_may_change(member: Membership, post: Post) -> None:
    """Raise NotAllowed unless the member may change the post's words, or at least its topic and tags."""
    if not allows(check_can_retag, member, post):
        check_can_edit(member, post)


def _form(request: CompanyRequest, question: Question, post: Post, *, bound: bool = False) -> forms.Form:
    data = request.POST if bound else None
    initial: dict[str, Any] = {"body": post.markdown, "version": post.version}
    kept = take_draft(request, f"edit:{post.pk}")
    if post.kind == Post.Kind.QUESTION:
        initial |= {"title": question.title, "topic": question.topic_id, "tags": ", ".join(question.tag_names)}
        kind = EditQuestionForm if allows(check_can_edit, check_is_member(request.reader), post) else RetagForm
        return kind(data, company=request.company, topic=question.topic, initial=initial | kept)
    if post.kind == Post.Kind.ANSWER:
        return EditAnswerForm(data, initial=initial | {"purpose": post.answer.purpose} | kept)
    return EditCommentForm(data, initial=initial | kept)


def _version(request: CompanyRequest) -> str:
    """Return which version a visitor has edited, so that others' edits since are still noticed."""
    return request.POST.get("version", "")[:10]


def _save(request: CompanyRequest, question: Question, post: Post, form: forms.Form) -> None:
    editor = check_is_member(request.reader)
    words = {name: value for name, value in form.cleaned_data.items() if name != "submission"}
    if post.kind == Post.Kind.QUESTION:
        words = {"title": question.title, "body": post.markdown, **words}
        edit_question(editor=editor, question=question, **words)
    elif post.kind == Post.Kind.ANSWER:
        edit_answer(editor=editor, answer=post.answer, **words)
    else:
        edit_comment(editor=editor, comment=post.comment, **words)


def _show_conflict(
    request: CompanyRequest, question: Question, pk: int, form: forms.Form, sentence: str
) -> HttpResponse:
    """Show the editor's words in the form and the others' words above it; saving again replaces those knowingly."""
    current, _question = queries.post_on_page_or_404(request.reader, pk)
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, because the form is bound
    form.data["version"] = str(current.version)  # type: ignore[index]
    form.add_error(None, sentence)
    return _show(request, question, current, form, status=409, conflict=current)


def _show(
    request: CompanyRequest,
    question: Question,
    post: Post,
    form: forms.Form,
    status: int = 200,
    conflict: Post | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "post": post,
        "question": question,
        "conflict": conflict,
        "cancel_url": address_of(request, question, post),
        "action_url": reverse("questions:edit", args=[post.pk]),
    }
    return render(request, "questions/edit.html", context, status=status)
