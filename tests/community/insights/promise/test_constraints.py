"""What the database refuses about promises, whatever code asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.insights.promise.models import Breach, EscalationStep, Ladder, Outcome, Promise
from tests import factories
from tests.community.insights.promise.conftest import MINUTE, NOON, promised, settled, ticking

ANSWER = {"answer_within": 60, "answer_share": 80}


def refused(name: str, change) -> None:
    """Assert that the database refuses the change by the constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    assert name in str(error.value) or name == error.value.__cause__.diag.constraint_name


def test_a_promise_is_never_changed_or_deleted(promise):
    mine = Promise.objects.filter(pk=promise.pk)
    refused("promise_stays_as_made", lambda: mine.update(answer_share=10))
    refused("promise_stays_as_made", lambda: mine.update(note="Meant otherwise"))
    refused("promise_stays_as_made", mine.delete)


def test_versions_follow_each_other(cast, promise):
    fields = {"company": cast.acme, "author": cast.ada, "withdrawn": True}
    at = promise.valid_from
    later = {"valid_from": at + MINUTE, "created_at": at}
    refused("promises_follow_each_other", lambda: Promise.objects.create(version=3, **later, **fields))
    same = {"valid_from": at, "created_at": at}
    refused("promises_follow_each_other", lambda: Promise.objects.create(version=2, **same, **fields))
    Promise.objects.create(version=2, **later, **fields)


def test_no_promise_is_made_for_the_past(cast):
    fields = {"company": cast.acme, "author": cast.ada, "version": 1, "withdrawn": True}
    past = {"valid_from": NOON - MINUTE, "created_at": NOON}
    refused("no_promise_for_the_past", lambda: Promise.objects.create(**past, **fields))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"answer_within": 60}, "answer_clause_is_whole"),
        ({"answer_share": 60}, "answer_clause_is_whole"),
        ({"answer_within": 60, "answer_share": 101}, "answer_clause_is_whole"),
        ({**ANSWER, "resolution_within": 0, "resolution_share": 50}, "resolution_clause_is_whole"),
        ({**ANSWER, "resolution_share": 50}, "resolution_clause_is_whole"),
        ({"withdrawn": False}, "promise_promises_something_or_ends"),
        ({"withdrawn": True, "answer_within": 60, "answer_share": 80}, "promise_promises_something_or_ends"),
    ],
)
def test_a_promise_says_something_whole_or_ends(cast, fields, name):
    refused(name, lambda: promised(cast.ada, **fields))


def test_an_author_is_of_the_company(cast):
    fields = {"company": cast.acme, "version": 1, "withdrawn": True, "valid_from": NOON, "created_at": NOON}
    refused("promise_and_author_share_a_company", lambda: Promise.objects.create(author=cast.charlie, **fields))


def test_an_outcome_is_one_of_a_clause_and_settled_in_its_time(cast, promise):
    ticking(cast.acme)
    settled(cast.acme, NOON)
    rows = Outcome.objects.filter(company=cast.acme)
    late = NOON + timedelta(hours=1)
    refused("outcome_is_settled_in_its_time", lambda: rows.update(state="kept"))
    refused("outcome_is_settled_in_its_time", lambda: rows.update(state="kept", settled_at=late))
    refused("outcome_is_settled_in_its_time", lambda: rows.update(state="broken", settled_at=late))
    refused("outcome_is_settled_in_its_time", lambda: rows.update(settled_at=late))
    refused("excluded_outcomes_say_why", lambda: rows.update(state="excluded"))
    refused("excluded_outcomes_say_why", lambda: rows.update(reason="hidden"))
    refused("deadline_follows_asking", lambda: rows.update(deadline=NOON))
    refused("outcome_clause_known", lambda: rows.update(clause="smile"))
    twin = rows.get()
    twin.pk = None
    refused("one_outcome_of_a_clause", twin.save)


def test_a_breach_is_noted_once(cast, promise):
    question = factories.ask(cast.alice)
    note = {"company": cast.acme, "question": question, "promise": promise}
    Breach.objects.create(**note, clause="first_answer")
    refused("one_breach_of_a_clause", lambda: Breach.objects.create(**note, clause="first_answer"))
    refused("breach_clause_known", lambda: Breach.objects.create(**note, clause="smile"))


def test_a_step_is_taken_once_and_skipped_ones_tell_nobody(cast):
    question = factories.ask(cast.alice)
    taken = {"company": cast.acme, "question": question, "episode": 1}
    EscalationStep.objects.create(**taken, step="wider", told=[1])
    refused("a_step_is_taken_once", lambda: EscalationStep.objects.create(**taken, step="wider"))
    refused("escalation_step_known", lambda: EscalationStep.objects.create(**taken, step="moon"))
    skipped = {"step": "helpers", "skipped": True, "told": [1]}
    refused("skipped_steps_tell_nobody", lambda: EscalationStep.objects.create(**taken, **skipped))


def test_a_ladder_goes_up(cast):
    refused("ladder_goes_up", lambda: Ladder.objects.create(company=cast.acme, wider=60, helpers=60))
    refused("ladder_goes_up", lambda: Ladder.objects.create(company=cast.acme, wider=0))
