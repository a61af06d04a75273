"""The monthly report: stored, shown, and acted on."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.audit.models import AuditEntry
from community.notifications.models import Notification
from community.personalization.accountability.actions.audit import answer_finding, audit, audit_if_due
from community.personalization.accountability.actions.remind import remind_of_findings
from community.personalization.accountability.models import Audit, Finding
from community.personalization.accountability.queries.facts import answers_in, asked_in
from community.personalization.accountability.tasks import reminders
from community.questions.models import Question
from community.web.errors import NotAllowed
from tests import factories
from tests.community.personalization.accountability.conftest import DAY, ago


@pytest.fixture
def unequal(cast):
    """Acme answers 35 of 50 English questions and 24 of 50 Spanish ones."""
    with ago(3):
        first = factories.ask(cast.alice)
    names = [field.name for field in Question._meta.concrete_fields if field.name not in {"post"}]
    rows = []
    for number in range(100):
        post = type(first.post).objects.get(pk=first.pk)
        post.pk = post.submission = None
        post.save()
        rows.append(Question(post=post, **{name: getattr(first, name) for name in names}))
        rows[-1].language = "es" if number >= 50 else "en"
        rows[-1].title = f"Question {number}"
        rows[-1].first_answered_at = first.asked_at if number % 50 < (24 if number >= 50 else 35) else None
    Question.objects.bulk_create(rows)
    Question.objects.filter(pk=first.pk).delete()
    return audit_if_due(cast.acme)


def test_a_report_is_stored_with_its_version_once_a_month(cast, unequal):
    assert unequal.definition_version == 1 and unequal.until - unequal.since == 30 * DAY
    assert [each["n"] for each in unequal.figures["languages"]] == [50, 50]
    assert set(Finding.objects.values_list("language", flat=True)) == {"en", "es"}
    assert audit_if_due(cast.acme) is None
    with clock.moved(31 * DAY):
        assert audit_if_due(cast.acme).pk != unequal.pk


def test_every_question_is_in_one_report(cast):
    """The young ones of the first are in the second, which begins where the first ended, though it comes days late."""
    with ago(40):
        first = audit_if_due(cast.acme)
    for days in (42, 40.5, 39, 33, 8, 2):
        with ago(days):
            factories.ask(cast.alice)
    with ago(10.02):  # half an hour less than 30 days later
        assert audit_if_due(cast.acme) is not None
    reports = [first, *Audit.objects.exclude(pk=first.pk).order_by("made_at"), audit(cast.acme)]
    assert [each.since for each in reports[1:]] == [each.until for each in reports[:-1]]
    assert [sum(row["n"] for row in each.figures["languages"]) for each in reports[1:]] == [3, 2]


def test_members_read_the_report_and_moderators_examples_too(cast, unequal, browser_of, django_assert_num_queries):
    member = browser_of(cast.alice).get("/c/acme/learning/audit/").content.decode()
    assert "Spanish" in member and "much less often than elsewhere" in member
    assert "Question 80" not in member and "I take this on" not in member
    assert (
        "too few" in member and "Nothing is said of fewer than 30 offers or answers, or fewer than 5 people" in member
    )
    browser = browser_of(cast.mona)
    page = browser.get("/c/acme/learning/audit/").content.decode()
    assert "Question 74" in page and page.count("I take this on") == 2
    assert browser_of(cast.charlie).get(f"/c/bolt/learning/audit/?of={unequal.pk}").status_code == 404
    assert browser_of(None).get("/c/acme/learning/audit/").status_code == 302


def test_a_moderator_becomes_the_owner_by_saying_what_is_done(cast, unequal, browser_of):
    finding = Finding.objects.get(language="es")
    address = f"/c/acme/learning/audit/{finding.pk}/"
    assert browser_of(cast.alice).post(address, {"action": "Nothing"}).status_code == 404
    browser = browser_of(cast.mona)
    assert browser.post(address, {"action": " "}).status_code == 422
    assert browser.post(address, {"action": "We ask bilingual helpers."}).status_code == 302
    finding.refresh_from_db()
    assert finding.owner == cast.mona and AuditEntry.objects.filter(action="finding.answered").count() == 1
    with pytest.raises(NotAllowed):
        answer_finding(moderator=cast.ada, finding=finding, action="Me too")
    assert "somebody acts on it" in browser_of(cast.alice).get("/c/acme/learning/audit/").content.decode()


def test_a_finding_of_which_nobody_says_anything_for_a_week_is_overdue(cast, unequal, browser_of):
    browser = browser_of(cast.alice)
    assert "overdue" not in browser.get("/c/acme/learning/audit/").content.decode()
    with clock.moved(8 * DAY):
        assert "overdue" in browser.get("/c/acme/learning/audit/").content.decode()


def test_moderators_are_reminded_once_before_and_once_after_its_time_unless_somebody_answers(
    cast, unequal, deliver_all
):
    english, spanish = Finding.objects.order_by("language")
    for days, due in ((4, 0), (5.5, 2), (6, 0)):
        with clock.moved(days * DAY):
            assert remind_of_findings(cast.acme) == due
            deliver_all()
    answer_finding(moderator=cast.mona, finding=spanish, action="We look for helpers.")
    for days, due in ((7.5, 1), (9, 0)):
        with clock.moved(days * DAY):
            assert Finding.objects.filter(reminded=2).count() == 1 - due
            assert reminders() >= 1
            deliver_all()
    told = Notification.objects.filter(kind__startswith="finding_").values_list("kind", "recipient")
    for kind, times in (("finding_due_soon", 2), ("finding_overdue", 1)):
        assert [each for each in told if each == (kind, cast.mona.pk)] == [(kind, cast.mona.pk)] * times
    assert {recipient for _kind, recipient in told} == {cast.mona.pk, cast.ada.pk}
    english.refresh_from_db()
    assert english.reminded == Finding.Reminded.OVERDUE


def test_the_database_knows_of_what_can_be_reminded(cast, unequal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(reminded=3)


def test_newcomers_are_new_when_they_answer_and_only_those_who_agree_count(cast):
    with ago(10):
        for _each in range(12):
            factories.answer(cast.bob, factories.ask(cast.alice))
        factories.solve(factories.ask(cast.alice), cast.mona)
    factories.consent(cast.bob, "routing")
    found = answers_in(cast.acme, clock.now() - 30 * DAY, clock.now())
    assert [each.is_newcomer for each in found] == [True] * 11 + [False]
    later = answers_in(cast.acme, clock.now() - 5 * DAY, clock.now())
    assert later == []


def test_young_closed_and_imported_questions_do_not_count(cast):
    factories.ask(cast.alice)
    with ago(3):
        closed, imported, plain = (factories.ask(cast.alice) for _each in range(3))
    Question.objects.filter(pk=closed.pk).update(state="closed", needs_answer=False)
    type(imported.post).objects.filter(pk=imported.pk).update(source_id="old-7")
    found = asked_in(cast.acme, clock.now() - 30 * DAY, clock.now())
    assert [(each.question, each.answered) for each in found] == [(plain.pk, False)]


@pytest.mark.parametrize(
    "fields", [{"action": "Something"}, {"answered_at": clock.now()}], ids=["words of nobody", "a time of nobody"]
)
def test_the_database_refuses_an_answer_of_nobody(cast, fields):
    at = clock.now()
    made = Audit.objects.create(company=cast.acme, since=at - DAY, until=at, definition_version=1, figures={})
    whole = {"company": cast.acme, "audit": made, "language": "es", "due_by": at, **fields}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Finding.objects.create(**whole)
    assert "an_answered_finding_has_owner_and_action" in str(error.value)


def test_the_database_refuses_a_report_of_no_time(cast):
    at = clock.now()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Audit.objects.create(company=cast.acme, since=at, until=at, definition_version=1, figures={})
    assert "audit_is_of_a_time" in str(error.value)
