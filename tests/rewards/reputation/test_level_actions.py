"""Trust levels in the life of a community."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from accounts.models import Membership
from community import clock
from community.audit.models import AuditEntry
from community.events.models import Event
from community.notifications.models import Notification
from community.questions.actions.hide import hide_post
from community.web.errors import NotAllowed
from rewards.reputation import levels
from rewards.reputation.actions import level
from rewards.reputation.actions.level import decide_level, release_level, settle_levels
from rewards.reputation.actions.rebuild import rebuild_reputation
from rewards.reputation.models import LevelDecision, Score
from rewards.reputation.queries.standing import standings_of
from rewards.reputation.tasks import settle_all_levels
from tests import factories


@pytest.fixture
def easy(monkeypatch):
    """Levels that one accepted answer reaches."""
    easy = ({}, {"posts": 1}, {"solved": 1, "reputation": 15}, {"days": 500}, {"days": 500})
    monkeypatch.setattr(levels, "LEVELS", easy)


def level_of(member: Membership) -> int:
    return Membership.objects.get(pk=member.pk).trust_level


def test_a_level_rises_by_itself_and_the_member_hears_of_it(cast, deliver_all, easy):
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    assert (level_of(cast.bob), level_of(cast.alice)) == (2, 1)
    told = Notification.objects.filter(recipient=cast.bob, kind="trust_level_up")
    assert [each.url_name for each in told] == ["reputation:history"]


def test_an_earned_level_falls_when_what_it_stands_on_is_gone(cast, deliver_all, easy):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    deliver_all()
    hide_post(moderator=cast.mona, post=found.post, reason="An advertisement")
    deliver_all()
    assert level_of(cast.bob) == 1
    assert Notification.objects.filter(recipient=cast.bob, kind="trust_level_down").exists()


def test_time_alone_can_raise_a_level(cast, deliver_all):
    for _ in range(2):
        factories.ask(cast.alice)
    deliver_all()
    assert level_of(cast.alice) == 0
    with clock.moved(timedelta(days=2, hours=1)):
        assert settle_all_levels() == 1
    assert level_of(cast.alice) == 1


def test_a_level_that_came_with_the_company_stays(cast, deliver_all):
    founder = factories.make_member(cast.acme, trust_level=4)
    factories.ask(founder)
    deliver_all()
    assert level_of(founder) == 4


def test_a_rebuild_raises_levels_and_tells_nobody(cast, deliver_all, easy):
    factories.solve(factories.ask(cast.alice), cast.bob)
    rebuild_reputation(cast.acme)
    assert level_of(cast.bob) == 2
    deliver_all()
    assert not Notification.objects.filter(kind="trust_level_up").exists()


def test_a_moderators_decision_holds_against_the_rules(cast, deliver_all, easy):
    decide_level(moderator=cast.mona, member=cast.bob, level=0, reason="Turns every answer into a quarrel")
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    assert level_of(cast.bob) == 0
    entry = AuditEntry.objects.get(target_id=cast.bob.pk)
    assert (entry.action, entry.reason) == ("member.trust_level_kept", "Turns every answer into a quarrel")


def test_the_rules_decide_again_when_a_moderator_lets_them(cast, deliver_all, easy):
    decide_level(moderator=cast.mona, member=cast.bob, level=3, reason="Knows everything")
    release_level(moderator=cast.mona, member=cast.bob)
    assert level_of(cast.bob) == 3
    assert not LevelDecision.objects.exists()
    assert Event.objects.filter(type="member.trust_level_changed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_decision_made_while_levels_are_settled_is_not_overwritten(cast, easy, monkeypatch):
    factories.solve(factories.ask(cast.alice), cast.bob)
    Score.objects.create(member=cast.bob, company=cast.acme, total=15, solved=1)
    Membership.objects.filter(pk=cast.bob.pk).update(trust_level=1)
    seen = []

    def read_then_let_a_moderator_decide(company_id, members):
        rows = standings_of(company_id, members)
        if not seen:
            seen.append(rows)
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(decide_elsewhere).result()
        return rows

    def decide_elsewhere():
        try:
            decide_level(moderator=cast.mona, member=cast.bob, level=0, reason="Turns every answer into a quarrel")
        finally:
            connection.close()

    monkeypatch.setattr(level, "standings_of", read_then_let_a_moderator_decide)
    assert settle_levels(cast.acme.pk, [cast.bob.pk]) == 0
    assert level_of(cast.bob) == 0


@pytest.mark.parametrize("words", [{"reason": " "}, {"level": 7}])
def test_a_decision_needs_a_reason_and_a_level_that_exists(cast, words):
    with pytest.raises(NotAllowed):
        decide_level(**({"moderator": cast.mona, "member": cast.bob, "level": 2, "reason": "Good"} | words))


@pytest.mark.parametrize(("moderator", "member"), [("alice", "bob"), ("mona", "mona"), ("mona", "charlie")])
def test_nobody_else_decides(cast, moderator, member):
    who = {"moderator": getattr(cast, moderator), "member": getattr(cast, member)}
    with pytest.raises(NotAllowed):
        decide_level(**who, level=2, reason="Because")
    with pytest.raises(NotAllowed):
        release_level(**who)
    assert not LevelDecision.objects.exists()


def test_members_without_a_login_have_no_level(cast):
    imported = factories.make_member(cast.acme, kind="imported")
    assert settle_levels(cast.acme.pk, [imported.pk]) == 0


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (lambda cast: Score(member=cast.bob, company=cast.acme, earned_level=5), "earned_level_exists"),
        (lambda cast: Score(member=cast.bob, company=cast.acme, solved=-1), "score_counts_are_not_negative"),
        (
            lambda cast: LevelDecision(member=cast.bob, company=cast.acme, level=5, decided_by=cast.mona),
            "decided_level_exists",
        ),
    ],
)
def test_the_database_knows_the_levels(cast, row, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        row(cast).save(force_insert=True)
