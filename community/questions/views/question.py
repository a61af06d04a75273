"""A question's page and its live fragment."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest, Reader
from community.events.record import versions_of
from community.questions import policies
from community.questions.forms import AnswerForm
from community.questions.models import Answer, Post, Question
from community.questions.policies import allows
from community.questions.queries import ORDERS, QuestionPage, comments_on, question_page
from community.questions.views.common import take_draft
from community.questions.views.structured_data import qa_page, words_of
from community.text.excerpt import excerpt
from community.web.errors import NotAllowed
from community.web.pagecache import visitors_page


@require_safe
def question(request: CompanyRequest, pk: int, slug: str = "") -> HttpResponse:
    """Show a question with its answers. Another slug than the question's own redirects to the address that stays."""
    return visitors_page(
        request,
        company=request.company,
        parameters=("order", "page"),
        versions=partial(versions_of, request.company.key),
        build=partial(_question_page, request, pk, slug),
    )


def _question_page(request: CompanyRequest, pk: int, slug: str) -> tuple[HttpResponse, set[str]]:
    """Return the page, and the streams of all that it shows."""
    page = _page(request, pk, request.GET)
    if slug != page.question.slug:
        query = request.GET.urlencode()
        address = page.question.get_absolute_url() + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address), set()
    context = thread_context(request, page)
    context |= composer_context(request, page.question, draft=f"answer:{pk}") | _kept_comment(request, page.question)
    context["canonical_url"] = request.build_absolute_uri(page.question.get_absolute_url())
    context["description"] = excerpt(words_of(page.question.post.html), 160)
    context["noindex"] = not page.question.answer_count
    if request.reader.member is None:
        context["structured_data"] = qa_page(request, page)
    return render(request, "questions/question.html", context), page.streams


@require_safe
def thread(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show what changes while somebody reads: what the live page fetches again."""
    return render(request, "questions/_thread.html", thread_context(request, _page(request, pk, request.GET)))


def thread_response(request: CompanyRequest, pk: int) -> HttpResponse:
    """Return the thread as a fragment, as the answer to an action of htmx: the page of answers that the reader is on."""
    asked = QueryDict(request.headers.get("HX-Current-URL", "").partition("?")[2].partition("#")[0])
    try:
        page = _page(request, pk, asked)
    except Http404:
        # The act may have made the last page an empty one.
        page = question_page(request.reader, pk)
    return render(request, "questions/_thread.html", thread_context(request, page))


def thread_context(request: CompanyRequest, page: QuestionPage) -> dict[str, Any]:
    """Return what _thread.html needs, with each part's powers worked out for the reader, without a query."""
    _empower_question(request.reader, page.question)
    for each in page.answers:
        each.question = page.question
        _empower_answer(request.reader, each)
    return {
        "question": page.question,
        "answers": page.answers,
        "answers_total": page.question.answer_count,
        "notes_total": max(0, page.answers_total - page.question.answer_count),
        "accepted": page.accepted,
        "order": page.order,
        "page": {
            "previous_url": _page_url(page, page.page - 1) if page.page > 1 else "",
            "next_url": _page_url(page, page.page + 1) if page.has_next else "",
            "number": page.page,
        },
    }


def comments_context(request: CompanyRequest, question: Question, post: Post) -> dict[str, Any]:
    """Return what _comments.html needs for one post, with each comment's powers worked out for the reader."""
    comments = comments_on(request.reader, post)
    member = request.reader.member
    if member is not None:
        _empower_comments(member, comments)
    may_comment = member is not None and allows(policies.check_can_comment, member, question, post)
    return {"question": question, "post": post, "comments": comments, "may_comment": may_comment}


def composer_context(request: CompanyRequest, question: Question, *, draft: str = "") -> dict[str, Any]:
    """Return what _composer.html needs: a form, or the sentence why there is none.

    `draft` names what the reader may have written before signing in; it stays kept as long as there is no form for it.
    """
    member = request.reader.member
    if member is None:
        return {"answer_form": None, "cannot_answer": ""}
    try:
        policies.check_can_answer(member, question)
    except NotAllowed as refusal:
        return {"answer_form": None, "cannot_answer": refusal.sentence}
    return {"answer_form": AnswerForm(initial=take_draft(request, draft) if draft else {})}


def _kept_comment(request: CompanyRequest, question: Question) -> dict[str, Any]:
    """Return what _comments.html needs to show a comment that the reader wrote before signing in."""
    kept = take_draft(request, f"comment:{question.pk}") if question.may_comment else {}
    return {"refused_comment_on": int(kept["target"]), "comment_text": kept["body"]} if kept else {}


def _page(request: CompanyRequest, pk: int, asked: QueryDict) -> QuestionPage:
    order = asked.get("order", "")
    number = asked.get("page", "1")
    return question_page(
        request.reader,
        pk,
        order=order if order in ORDERS else ORDERS[0],
        page=min(max(int(number), 1), 500) if number.isascii() and number.isdigit() and len(number) < 4 else 1,
    )


def _page_url(page: QuestionPage, number: int) -> str:
    return f"{page.question.get_absolute_url()}?order={page.order}&page={number}#answers"


def _empower_question(reader: Reader, question: Question) -> None:
    member = reader.member
    if member is None:
        return
    question.may_me_too = allows(policies.check_can_add_me_too, member, question)
    question.may_edit = allows(policies.check_can_edit, member, question.post) or allows(
        policies.check_can_retag, member, question.post
    )
    question.may_comment = allows(policies.check_can_comment, member, question, question.post)
    question.may_close = allows(policies.check_can_close, member, question)
    question.may_reopen = allows(policies.check_can_reopen, member, question)
    question.may_see_hidden = _may_see_hidden(member, question.post.author_id)
    _empower_comments(member, question.comment_list)


def _empower_answer(reader: Reader, answer: Answer) -> None:
    answer.is_askers = answer.post.author_id == answer.question.post.author_id
    member = reader.member
    if member is None:
        return
    answer.may_vote = allows(policies.check_can_vote, member, answer)
    answer.may_accept = not answer.is_accepted and allows(policies.check_can_accept, member, answer)
    answer.may_withdraw = answer.is_accepted and allows(policies.check_can_withdraw, member, answer.question)
    answer.may_report = allows(policies.check_can_report_failure, member, answer)
    answer.may_edit = allows(policies.check_can_edit, member, answer.post)
    answer.may_comment = allows(policies.check_can_comment, member, answer.question, answer.post)
    answer.may_see_hidden = _may_see_hidden(member, answer.post.author_id)
    _empower_comments(member, answer.comment_list)


def _empower_comments(member: Membership, comments: Any) -> None:
    for comment in comments:
        comment.may_edit = allows(policies.check_can_edit, member, comment.post)


def _may_see_hidden(member: Membership, author_id: int) -> bool:
    return member.is_moderator or member.pk == author_id
