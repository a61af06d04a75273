"""Acting on rows: asked first, told afterwards, and never half."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from community.audit.models import AuditEntry
from community.moderation.acts import HIDE, MEMBER_ACTS, QUESTION_ACTS, TOPIC_ACTS
from community.questions.actions.close import close_question
from community.questions.models import Topic
from tests import factories
from tests.community.moderation.conftest import MANAGE

QUESTIONS = f"{MANAGE}/questions/question"
WORDS = {"reason": "It advertises something"}


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_choosing_rows_in_a_list_leads_to_the_page_that_asks(cast, thread, mona):
    other = factories.ask(cast.bob)
    chosen = {"action": "hide", "_selected_action": [thread.question.pk, other.pk], "index": "0"}
    response = mona.post(f"{QUESTIONS}/", chosen)
    assert response.url == f"{QUESTIONS}/act/hide/?ids={thread.question.pk},{other.pk}"
    page = mona.get(response.url).content.decode()
    assert "This concerns 2 entries:" in page and other.title in page and 'name="reason"' in page
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "chosen",
    [
        {"action": "", "_selected_action": ["1"]},
        {"action": "delete_selected", "_selected_action": ["1"]},
        {"action": "hide", "_selected_action": ["abc"]},
        {"action": "hide", "_selected_action": ["1"], "select_across": "1"},
        {"action": "hide", "_selected_action": [str(number) for number in range(51)]},
        {"action": "hide"},
    ],
)
def test_a_choice_that_makes_no_sense_changes_nothing_and_says_so(thread, mona, chosen):
    response = mona.post(f"{QUESTIONS}/", {**chosen, "index": "0"})
    assert response.status_code == 302 and response.url == f"{QUESTIONS}/"
    assert len(told(response)) == 1


@pytest.mark.parametrize(
    "ids", ["", "abc", "1;2", "-1", "٣", "9" * 30, ",".join(str(n) for n in range(51)), "987654321"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_rows_that_do_not_exist_are_not_found(thread, mona, method, ids):
    assert getattr(mona, method)(f"{QUESTIONS}/act/hide/?ids={ids}").status_code == 404


def test_an_unknown_act_is_not_found(thread, mona):
    assert mona.get(f"{QUESTIONS}/act/explode/?ids={thread.question.pk}").status_code == 404


def test_without_a_reason_the_page_asks_again(thread, mona):
    response = mona.post(f"{QUESTIONS}/act/hide/?ids={thread.question.pk}", {"reason": " "})
    assert response.status_code == 422 and not AuditEntry.objects.exists()


def test_a_batch_tells_how_many_were_done_were_so_already_and_were_refused(cast, thread, mona):
    solved, closed = factories.ask(cast.alice), factories.ask(cast.alice)
    factories.solve(solved, cast.bob)
    close_question(member=cast.alice, question=closed, reason="Found it")
    ids = f"{thread.question.pk},{solved.pk},{closed.pk}"
    response = mona.post(f"{QUESTIONS}/act/close/?ids={ids}", WORDS)
    done, already, refused = told(response)
    assert done.startswith("1 question was closed.")
    assert already == "1 was so already."
    assert refused == "1 was not changed: This question is not open."


def test_hiding_offers_to_undo_exactly_what_was_done(cast, thread, mona):
    other = factories.ask(cast.bob)
    response = mona.post(f"{QUESTIONS}/act/hide/?ids={thread.question.pk},{other.pk}", WORDS)
    undo = f"{QUESTIONS}/act/restore/?ids={thread.question.pk},{other.pk}"
    assert f'<a href="{undo}">Undo</a>' in told(response)[0]
    mona.post(undo)
    other.post.refresh_from_db()
    assert other.post.is_visible


def test_an_error_in_the_middle_of_a_batch_leaves_nothing_done(cast, thread, mona, monkeypatch):
    other = factories.ask(cast.bob)
    acted: list[object] = []

    def fail_at_the_second(**words):
        acted.append(words)
        if len(acted) == 2:
            raise ZeroDivisionError
        return restore(**words)

    import community.moderation.acts as acts

    restore = acts.set_locked
    monkeypatch.setattr(acts, "set_locked", fail_at_the_second)
    with pytest.raises(ZeroDivisionError):
        mona.post(f"{QUESTIONS}/act/lock/?ids={thread.question.pk},{other.pk}")
    thread.question.refresh_from_db()
    assert not thread.question.is_locked and not AuditEntry.objects.exists()


@pytest.mark.parametrize(("length", "days"), [("24h", 1), ("3d", 3), ("7d", 7), ("30d", 30)])
def test_members_are_suspended_for_the_chosen_time_and_read_why(cast, mona, length, days):
    words = {"length": length, "reason": "You insulted somebody"}
    mona.post(f"{MANAGE}/accounts/membership/act/suspend/?ids={cast.bob.pk}", words)
    cast.bob.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert (cast.bob.suspended_until - entry.created_at).total_seconds() == pytest.approx(days * 86400, abs=5)
    assert cast.bob.suspended_reason == "You insulted somebody" == entry.reason


def test_a_time_that_is_not_offered_is_refused(cast, mona):
    words = {"length": "99d", "reason": "You insulted somebody"}
    response = mona.post(f"{MANAGE}/accounts/membership/act/suspend/?ids={cast.bob.pk}", words)
    assert response.status_code == 422


def test_a_role_is_changed_for_one_member_at_a_time(cast, ada):
    words = {"role": "moderator", "affiliation": "none"}
    two = f"{MANAGE}/accounts/membership/act/role/?ids={cast.bob.pk},{cast.alice.pk}"
    assert ada.post(two, words).status_code == 404


def test_the_page_of_a_role_starts_from_what_the_member_is(cast, ada):
    page = ada.get(f"{MANAGE}/accounts/membership/act/role/?ids={cast.mona.pk}").content.decode()
    assert '<option value="moderator" selected>' in page


def test_the_last_admin_reads_why_they_stay(cast, ada):
    words = {"role": "member", "affiliation": "staff"}
    response = ada.post(f"{MANAGE}/accounts/membership/act/role/?ids={cast.ada.pk}", words)
    assert told(response) == ["1 was not changed: A community needs an admin. Make somebody else admin first."]


def test_a_topic_with_questions_cannot_be_deleted(cast, thread, ada):
    topic = thread.question.topic
    response = ada.post(f"{MANAGE}/questions/topic/act/remove/?ids={topic.pk}")
    assert "This topic has questions. Archive it instead" in told(response)[0]
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_rows_page_offers_what_makes_sense(cast, thread, mona):
    page = mona.get(f"{QUESTIONS}/{thread.question.pk}/change/").content.decode()
    assert "/act/hide/" in page and "/act/lock/" in page and "/act/close/" in page
    assert "/act/restore/" not in page and "/act/unlock/" not in page and "/act/reopen/" not in page


def test_moderators_are_not_offered_roles(cast, mona, ada):
    address = f"{MANAGE}/accounts/membership/{cast.bob.pk}/change/"
    assert b"/act/role/" in ada.get(address).content and b"/act/role/" not in mona.get(address).content


def test_every_undoing_exists():
    for acts in (QUESTION_ACTS, MEMBER_ACTS, TOPIC_ACTS):
        names = {act.name for act in acts}
        assert {act.undo for act in acts if act.undo} <= names
    assert HIDE.undo == "restore"
