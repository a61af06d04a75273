"""What people do on a question's page: with and without htmx, as visitors and as members, and where it leads."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from community import clock
from community.events.models import Event
from community.questions.actions.accept import accept_answer
from community.questions.actions.close import close_question
from community.questions.models import Acceptance, Answer, Comment, FailureReport, MeToo, Post, Question, Vote
from tests import factories

HTMX = {"HX-Request": "true"}
# Address, what is sent, and who may.
ACTS = {
    "answer": ("q/{question}/answer/", {"body": factories.ANSWER}, "mona"),
    "comment": ("posts/{question}/comment/", {"body": "Which phone is it?"}, "bob"),
    "me too": ("q/{question}/me-too/", {}, "bob"),
    "vote": ("answers/{answer}/vote/", {"value": "helpful"}, "alice"),
    "accept": ("answers/{answer}/accept/", {}, "alice"),
    "withdraw": ("answers/{answer}/withdraw/", {}, "alice"),
    "not working": ("answers/{answer}/not-working/", {"reason": "Still no signal."}, "alice"),
    "close": ("q/{question}/close/", {"reason": "It went away."}, "alice"),
    "reopen": ("q/{question}/reopen/", {}, "alice"),
}


@pytest.fixture
def thread(cast) -> tuple[Question, Answer]:
    question = factories.ask(cast.alice, "How do I get a signal?")
    return question, factories.answer(cast.bob, question)


@pytest.fixture
def long_thread(cast) -> tuple[Question, Answer]:
    """Return a question with two pages of answers, and the answer on the second."""
    question = factories.ask(cast.alice, "How do I get a signal?")
    for minute in range(21):
        with clock.moved(timedelta(minutes=minute)):
            last = factories.answer(cast.bob, question)
    return question, last


@pytest.fixture
def send(cast, thread, browser_of):
    """Return a function that does one of the acts as somebody."""

    def do(name: str, who: str | None = None, *, htmx: bool = False, **words: str):
        path, data, usual = ACTS[name]
        question, found = thread
        if name in {"withdraw", "reopen"} and not Acceptance.objects.exists():
            accept_answer(member=cast.alice, answer=found)
        browser = browser_of(getattr(cast, who or usual, None))
        address = f"/c/acme/{path.format(question=question.pk, answer=found.pk)}"
        return browser.post(address, {**data, **words}, headers=HTMX if htmx else {})

    return do


def home(question: Question) -> str:
    return f"/c/acme/q/{question.pk}/how-do-i-get-a-signal/"


@pytest.mark.parametrize("name", ACTS)
def test_without_javascript_it_leads_back_to_the_question(thread, send, name):
    sent = send(name)
    assert sent.status_code == 302
    assert sent.headers["Location"].partition("#")[0] == home(thread[0])


@pytest.mark.parametrize("name", ACTS)
def test_with_htmx_it_answers_with_a_piece_of_the_page(send, name):
    piece = send(name, htmx=True)
    assert piece.status_code == 200
    assert "<html" not in piece.content.decode()


def test_each_act_does_what_it_says(thread, send):
    question, found = thread
    send("vote")
    send("me too")
    send("comment")
    send("accept")
    assert (Vote.objects.get().value, MeToo.objects.count(), Comment.objects.count()) == (1, 1, 1)
    assert Acceptance.objects.get().answer == found
    send("not working")
    assert FailureReport.objects.get().reason == "Still no signal."
    send("close")
    question.refresh_from_db()
    assert (question.state, question.close_reason) == ("closed", "It went away.")
    send("answer")
    assert Answer.objects.count() == 1


def test_votes_and_me_toos_are_taken_back_by_name(send):
    for value in ("helpful", "unhelpful", "withdraw", "withdraw"):
        send("vote", value=value)
    send("me too")
    send("me too", value="remove")
    assert (Vote.objects.count(), MeToo.objects.count()) == (0, 0)


@pytest.mark.parametrize("value", ["", "5", "nonsense"])
def test_a_vote_that_is_none_is_refused(send, value):
    refused = send("vote", value=value)
    assert refused.status_code == 403
    assert "Choose helpful or not helpful" in refused.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("htmx", [False, True])
def test_visitors_sign_in_and_come_back(thread, send, name, htmx):
    before = Event.objects.count() + (3 if name in {"withdraw", "reopen"} else 0)
    sent = send(name, "visitor", htmx=htmx)
    target = sent.headers["HX-Redirect" if htmx else "Location"]
    assert (sent.status_code, target.partition("?")[0]) == (200 if htmx else 302, "/c/acme/accounts/login/")
    assert f"q%252F{thread[0].pk}%252F" in target
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ACTS)
def test_members_of_another_company_join_first(send, name):
    assert send(name, "charlie").headers["Location"].startswith("/c/acme/join/?next=")


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_nothing_is_done_by_looking(cast, thread, browser_of, name, method):
    path = ACTS[name][0].format(question=thread[0].pk, answer=thread[1].pk)
    assert getattr(browser_of(cast.alice), method)(f"/c/acme/{path}").status_code == 405


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_what_never_was_cannot_be_acted_on(cast, browser_of, name, who):
    path, data, _usual = ACTS[name]
    sent = browser_of(getattr(cast, who, None)).post(f"/c/acme/{path.format(question=9**9, answer=9**9)}", data)
    assert sent.status_code == 404


@pytest.mark.parametrize("name", ["accept", "withdraw", "not working", "close", "reopen"])
def test_who_may_not_decide_reads_why_and_nothing_changes(cast, thread, send, name):
    accept_answer(member=cast.alice, answer=thread[1]) if name in {"withdraw", "reopen"} else None
    before = Event.objects.count()
    refused = send(name, "bob")
    assert refused.status_code == 403
    assert (
        "Only the person who asked" in refused.content.decode()
        or "This question is not open" in refused.content.decode()
    )
    assert Event.objects.count() == before


@pytest.mark.parametrize(("name", "reason"), [("close", "No"), ("not working", ""), ("close", "x" * 301)])
def test_a_reason_that_is_none_is_told_and_kept(send, name, reason):
    refused = send(name, reason=reason)
    assert refused.status_code == 403
    assert reason in refused.content.decode()
    assert not Event.objects.of_types("question.closed", "answer.failed").exists()


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("name", "body"), [("answer", "x"), ("answer", "y" * 20_001), ("comment", "z" * 2_001)])
def test_a_text_that_is_refused_comes_back_with_the_reason(send, name, body, htmx):
    refused = send(name, body=body, htmx=htmx)
    assert refused.status_code == 422
    assert body in refused.content.decode() and "character" in refused.content.decode()
    assert (Answer.objects.count(), Comment.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["answer", "comment"])
def test_a_text_for_a_question_that_was_closed_or_locked_meanwhile_is_not_lost(cast, thread, send, name):
    Question.objects.filter(pk=thread[0].pk).update(is_locked=True)
    refused = send(name, "bob", body="My long and careful text.")
    assert refused.status_code == 422
    assert "A moderator has locked this question" in refused.content.decode()
    assert "My long and careful text." in refused.content.decode()


def test_the_same_form_sent_twice_answers_once(cast, thread, send):
    submission = str(uuid4())
    first, second = (send("answer", submission=submission) for _click in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Answer.objects.count() == 2


def test_a_mistake_uses_no_limit_up_and_a_flood_is_told_to_wait(send):
    for _click in range(6):
        send("answer", "bob", body="x")
    posted = [send("answer", "bob", body=f"Another way, number {n}, is to restart it.").status_code for n in range(6)]
    assert posted == [302] * 4 + [429] * 2


def test_an_answer_on_the_second_page_is_found_there_after_each_act(cast, long_thread, browser_of):
    question, last = long_thread
    there = f"{home(question)}?page=2#answer-{last.pk}"
    with clock.moved(timedelta(hours=1)):
        posted = browser_of(cast.mona).post(f"/c/acme/q/{question.pk}/answer/", {"body": factories.ANSWER})
    newest = Answer.objects.latest("pk")
    assert posted.headers["Location"] == f"{home(question)}?page=2#answer-{newest.pk}"
    voted = browser_of(cast.alice).post(f"/c/acme/answers/{last.pk}/vote/", {"value": "unhelpful"})
    assert voted.headers["Location"] == there
    remark = browser_of(cast.alice).post(f"/c/acme/posts/{last.pk}/comment/", {"body": "Which phone is it?"})
    assert remark.headers["Location"] == f"{home(question)}?page=2#comments-{last.pk}"
    sign_in = browser_of(None).post(f"/c/acme/posts/{last.pk}/comment/", {"body": "Which one?"})
    assert "%253Fpage%253D2%2523answer" in sign_in.headers["Location"]


def test_a_comment_on_the_second_page_is_shown_and_refused_there(cast, long_thread, browser_of):
    _question, last = long_thread
    address = f"/c/acme/posts/{last.pk}/comment/"
    piece = browser_of(cast.alice).post(address, {"body": "Which phone is it?"}, headers=HTMX).content.decode()
    assert f'id="comments-{last.pk}"' in piece and "Which phone is it?" in piece
    refused = browser_of(cast.alice).post(address, {"body": "z" * 2_001})
    assert "z" * 2_001 in refused.content.decode()
    assert [answer.pk for answer in refused.context["answers"]] == [last.pk]


def test_with_htmx_the_reader_stays_on_their_page_of_answers(cast, long_thread, browser_of):
    question, _last = long_thread
    headers = {**HTMX, "HX-Current-URL": f"http://localhost{home(question)}?order=newest&page=2#x"}
    piece = browser_of(cast.alice).post(f"/c/acme/q/{question.pk}/close/", {"reason": "It went away."}, headers=headers)
    assert (piece.context["order"], piece.context["page"]["number"]) == ("newest", 2)
    headers["HX-Current-URL"] = f"http://localhost{home(question)}?page=9"
    piece = browser_of(cast.alice).post(f"/c/acme/q/{question.pk}/reopen/", headers=headers)
    assert piece.context["page"]["number"] == 1


def test_taking_back_what_is_accepted_no_more_takes_nothing_back(cast, thread, browser_of):
    question, first = thread
    second = factories.answer(cast.mona, question)
    accept_answer(member=cast.alice, answer=second)
    browser_of(cast.alice).post(f"/c/acme/answers/{first.pk}/withdraw/")
    assert Acceptance.objects.get(revoked_at__isnull=True).answer == second


def test_an_answer_that_is_hidden_meanwhile_cannot_be_accepted(cast, thread, browser_of):
    Post.objects.filter(pk=thread[1].pk).update(visibility="hidden")
    assert browser_of(cast.alice).post(f"/c/acme/answers/{thread[1].pk}/accept/").status_code == 404
    refused = browser_of(cast.mona).post(f"/c/acme/answers/{thread[1].pk}/accept/")
    assert refused.status_code == 403 and "This post is hidden" in refused.content.decode()
    assert not Acceptance.objects.exists()
    Post.objects.filter(pk=thread[1].pk).update(visibility="visible")


def test_a_form_without_its_token_does_nothing(cast, thread):
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.force_login(cast.alice.person, backend="django.contrib.auth.backends.ModelBackend")
    refused = strict.post(f"/c/acme/posts/{thread[0].pk}/comment/", {"body": "My long and careful text."})
    assert refused.status_code == 403 and "My long and careful text." in refused.content.decode()
    assert not Comment.objects.exists()


def test_a_closed_question_is_closed_once(cast, thread, send):
    close_question(member=cast.alice, question=thread[0], reason="It went away.")
    assert send("close").status_code == 403
    assert Event.objects.filter(type="question.closed").count() == 1
