"""The demo shows a promise with a past, and what is asked in it stands under the promise of today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Company
from community import clock
from community.audit.models import AuditEntry
from community.events.models import Event
from community.insights.promise.actions.rebuild import differences
from community.insights.promise.models import Ladder, Outcome
from community.insights.promise.queries.delivery import deliveries_of
from community.insights.promise.queries.page import last_days
from community.insights.promise.queries.promises import promise_in_force
from community.insights.promise.tasks import escalate, settle
from community.questions.models import Question
from tests import factories
from tests.community.demo.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded", "at_seeding")]


@pytest.fixture
def lark() -> Company:
    return Company.objects.get(slug="lark")


def test_the_past_was_promised_something_and_most_of_it_was_kept(lark) -> None:
    found = deliveries_of(last_days(lark, 365, NOW), NOW)
    assert found["first_answer"].settled >= 30
    assert found["first_answer"].kept > found["first_answer"].broken > 0
    assert found["resolution"].kept > 0


def test_versions_are_events_of_the_past_and_nobody_s_act(lark) -> None:
    made = Event.objects.filter(company=lark.key, type="promise.made").order_by("stream_seq")
    assert [(each.source, each.payload["version"]) for each in made] == [("seed", 1), ("seed", 2)]
    assert not AuditEntry.objects.exists()


def test_the_past_breaks_nothing_aloud_and_tells_nobody(lark) -> None:
    assert (settle(), escalate()) == (0, 0)
    assert list(differences(lark)) == []
    assert Ladder.objects.count() == 2


def test_a_new_question_stands_under_the_promise(lark, deliver_all) -> None:
    asker = Question.objects.filter(company=lark, post__author__role="member", post__author__suspended_until=None)[0]
    question = factories.ask(asker.post.author, "May I take my number along to another country?")
    deliver_all()
    promise = promise_in_force(lark, NOW)
    assert promise is not None
    outcomes = Outcome.objects.filter(question=question).order_by("deadline")
    assert [(each.promise, each.is_live, each.state) for each in outcomes] == [(promise, True, "open")] * 2
    with clock.frozen_at(outcomes[0].deadline + timedelta(seconds=1)):
        assert (settle(), escalate()) == (1, 1)
