"""Who stands on the boards of helpers, and where."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.questions.actions.vote import vote_on
from rewards.reputation.actions.choose import choose_listing
from rewards.reputation.queries import board, expertise_of, with_waits
from tests import factories
from tests.kept import keep_with


@pytest.fixture
def helped(cast, deliver_all):
    """Bob has solved two questions, Dora and Emil one each."""

    def name(rows):
        return [(row.place, row.member.display_name, row.helped, row.solved) for row in rows]

    keep_with(cast, "three helpers", lambda: make_helped(cast, deliver_all))
    return name


def make_helped(cast, deliver_all):
    for helper, times in (("Bob", 2), ("Dora", 1), ("Emil", 1)):
        member = cast.bob if helper == "Bob" else factories.make_member(cast.acme, helper)
        for _ in range(times):
            factories.solve(factories.ask(cast.alice), member)
    deliver_all()


def of(name, rows):
    return next(row.member for row in rows if row.member.display_name == name)


def test_equal_points_share_a_place_and_keep_their_order(cast, helped):
    assert helped(board(cast.acme, period="week")) == [(1, "Bob", 30, 2), (2, "Dora", 15, 1), (2, "Emil", 15, 1)]
    assert helped(board(cast.acme, period="week")) == helped(board(cast.acme, period="all"))


def test_thanking_is_not_helping(cast, helped):
    """Alice got points for accepting; they make her no helper."""
    assert "Alice" not in [row.member.display_name for row in board(cast.acme, period="all")]


def test_a_week_ends(cast, helped):
    with clock.moved(timedelta(days=8)):
        assert board(cast.acme, period="week") == []
        assert len(board(cast.acme, period="month")) == 3
    with clock.moved(timedelta(days=31)):
        assert board(cast.acme, period="month") == []
        assert len(board(cast.acme, period="all")) == 3


def test_a_topic_has_a_board_of_its_own(cast, helped, deliver_all):
    topic = factories.make_topic(cast.acme, "Roaming")
    factories.solve(factories.ask(cast.alice, topic=topic), cast.mona)
    deliver_all()
    for period in ("week", "all"):
        assert helped(board(cast.acme, period=period, topic=topic)) == [(1, "Mona", 15, 1)]


@pytest.mark.parametrize(
    "change",
    [
        {"affiliation": "staff"},
        {"kind": "service"},
        {"kind": "former"},
        {"suspended_until": "later"},
    ],
)
def test_who_is_not_listed(cast, helped, change):
    bob = of("Bob", board(cast.acme, period="week"))
    for field, value in change.items():
        setattr(bob, field, clock.now() + timedelta(days=1) if value == "later" else value)
    bob.save()
    for period in ("week", "all"):
        rows = board(cast.acme, period=period, own=bob.pk)
        assert helped(rows) == [(1, "Dora", 15, 1), (1, "Emil", 15, 1)]


def test_who_does_not_want_to_be_is_not_listed(cast, helped):
    choose_listing(member=cast.bob, is_listed=False)
    assert [row.member.display_name for row in board(cast.acme, period="all")] == ["Dora", "Emil"]
    choose_listing(member=cast.bob, is_listed=True)
    assert len(board(cast.acme, period="all")) == 3


def test_readers_find_themselves_below_a_short_list(cast, helped):
    rows = board(cast.acme, period="week", limit=1)
    emil = of("Emil", board(cast.acme, period="week"))
    assert helped(board(cast.acme, period="week", limit=1, own=emil.pk)) == [*helped(rows), (2, "Emil", 15, 1)]


def test_votes_count_too_and_those_against_do(cast, helped, deliver_all):
    found = cast.bob.posts.filter(kind="answer").first().answer
    vote_on(voter=cast.mona, answer=found, value=1)
    vote_on(voter=cast.ada, answer=found, value=-1)
    deliver_all()
    assert board(cast.acme, period="week")[0].helped == 38


def test_other_communities_have_other_helpers(cast, helped):
    assert board(cast.bolt, period="all") == []


def test_the_wait_is_that_of_people_who_were_answered_first(cast, helped):
    question = factories.ask(cast.alice)
    with clock.moved(timedelta(minutes=5)):
        factories.answer(cast.bob, question)
    with clock.moved(timedelta(minutes=9)):
        factories.answer(cast.mona, question)
    rows = with_waits(cast.acme, board(cast.acme, period="week"), period="week")
    bob = next(row for row in rows if row.member == cast.bob)
    assert bob.first_answer < timedelta(minutes=1)


def test_knowledge_is_weighed_by_topic_and_fades(cast, helped):
    topic = factories.make_topic(cast.acme, "Roaming")
    for _ in range(3):
        factories.answer(cast.bob, factories.ask(cast.alice, topic=topic))
    general, roaming = expertise_of(cast.acme, [cast.bob.pk])
    assert (general.topic_name, general.solved, general.answers) == ("General", 2, 2)
    assert general.score == pytest.approx((2 + 1) / (2 + 4), abs=0.001)
    assert roaming.score == pytest.approx(1 / 7, abs=0.001)
    assert (general.is_known, roaming.is_known) == (True, False)
    with clock.moved(timedelta(days=180)):
        [later] = expertise_of(cast.acme, [cast.bob.pk], factories.topic_of(cast.acme))
    assert later.score == pytest.approx((1 + 1) / (1 + 4), abs=0.001)
