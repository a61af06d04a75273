"""The nightly look finds planted rings among honest members, and leaves the honest ones alone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from community import clock
from rewards.earning.models import Earning, Program
from rewards.integrity.actions.decide import decide_case
from rewards.integrity.actions.hold import scan_company, screen_earning
from rewards.integrity.models import IntegrityRules, Look, RewardCase
from rewards.integrity.scan import Credit, Places, places_from, suspicious_pairs
from rewards.integrity.tasks import scan
from tests import factories
from tests.rewards.integrity.conftest import joined_long_ago, solve_later


@dataclass
class Town:
    """A made-up community: who accepted whose answers, from where, and which pairs were planted."""

    credits: list[Credit] = field(default_factory=list)
    addresses: dict[int, str] = field(default_factory=dict)
    devices: dict[int, str] = field(default_factory=dict)
    young: set[int] = field(default_factory=set)
    planted: set[tuple[int, int]] = field(default_factory=set)

    def credit(self, asker: int, author: int, topic: int, seconds: float, *, was_young: bool = False) -> None:
        self.credits.append(Credit(asker, author, topic, seconds, was_young))


def build_town(people: int, rings: int, seed: int) -> Town:
    """Honest people ask in a few topics, where few experts answer most; families share addresses and help each other.

    Of the rings a third each are pairs, triangles, and authors with puppets. They take part in honest life too, and not
    all of them are careless about devices and addresses.
    """
    chance, town = random.Random(seed), Town()
    topics = max(4, people // 100)
    experts = {topic: chance.sample(range(people), 8) for topic in range(topics)}

    def live_honestly(member: int, times: int) -> None:
        mine = chance.sample(range(topics), 2)
        for _n in range(times):
            topic = chance.choice(mine)
            author = chance.choices(experts[topic], [2.0**-rank for rank in range(8)])[0]
            if author != member:
                town.credit(member, author, topic, chance.expovariate(1 / 7200) + 20)

    for member in range(people):
        town.addresses[member] = f"home {member}"
        town.devices[member] = f"device {member}"
        live_honestly(member, min(12, int(chance.paretovariate(1.2))))
    for first in range(0, people - 1, 20):
        # A family: one address, and sometimes an answer for each other in these four weeks.
        town.addresses[first + 1] = town.addresses[first]
        for _n in range(chance.choices([0, 1, 2], [16, 3, 1])[0]):
            town.credit(first, first + 1, chance.randrange(topics), chance.uniform(300, 9000))
    for first in chance.sample(range(people), people // 25):
        # Two experts who help each other.
        second = chance.randrange(people)
        for _n in range(chance.randint(1, 2)):
            town.credit(first, second, chance.randrange(topics), chance.uniform(300, 9000))
            town.credit(second, first, chance.randrange(topics), chance.uniform(300, 9000))
    plant_rings(town, people, rings, topics, chance, live_honestly)
    return town


def plant_rings(town, people, rings, topics, chance, live_honestly) -> None:
    number = people
    for ring in range(rings):
        kind = ("pair", "triangle", "puppets")[ring % 3]
        size = {"pair": 2, "triangle": 3, "puppets": chance.randint(5, 9)}[kind]
        members = list(range(number, number + size))
        number += size
        careless = chance.random() < 0.6
        for member in members:
            town.addresses[member] = f"ring {ring}" if careless else f"home {member}"
            town.devices[member] = f"ring {ring}" if careless and kind == "puppets" else f"device {member}"
            live_honestly(member, 1)
        town.young |= set(members[1:]) if kind == "puppets" else set()
        for giver, taker in edges(kind, members):
            town.planted.add((giver, taker))
            for _n in range(chance.randint(3, 8)):
                was_young = kind == "puppets"
                town.credit(giver, taker, chance.randrange(topics), chance.uniform(15, 400), was_young=was_young)


def edges(kind: str, members: list[int]) -> list[tuple[int, int]]:
    if kind == "puppets":
        return [(puppet, members[0]) for puppet in members[1:]]
    return [(giver, members[(place + 1) % len(members)]) for place, giver in enumerate(members)]


def places_in(town: Town) -> Places:
    return places_from(
        [(member, address, town.devices[member]) for member, address in town.addresses.items()],
        IntegrityRules(),
        at_address=Counter(town.addresses.values()),
        on_device=Counter(town.devices.values()),
        mailboxes={},
    )


def quality(town: Town) -> tuple[float, float]:
    """Return precision and recall of the pairs that a person is asked to look at."""
    found = set(suspicious_pairs(town.credits, places_in(town), IntegrityRules(), young=town.young))
    right = len(found & town.planted)
    return right / max(1, len(found)), right / len(town.planted)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rings_are_found_and_honest_members_are_not(seed):
    precision, recall = quality(build_town(1000, rings=6, seed=seed))
    assert precision >= 0.9 and recall >= 0.7


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(5))
def test_rings_are_found_among_five_thousand(seed):
    precision, recall = quality(build_town(5000, rings=12, seed=100 + seed))
    assert precision >= 0.9 and recall >= 0.7


def test_an_honest_town_is_left_alone():
    town = build_town(1000, rings=0, seed=7)
    assert len(suspicious_pairs(town.credits, places_in(town), IntegrityRules())) <= 1


def test_the_nightly_look_holds_what_a_circle_of_three_has_pending(paying, deliver_all):
    circle = [paying.alice, paying.bob, factories.make_member(paying.acme, "Dora")]
    others = [factories.make_member(paying.acme) for _n in range(6)]
    joined_long_ago(*circle, *others)
    for asker, helper in zip(others, others[1:] + others[:1], strict=True):
        for _n in range(3):
            solve_later(asker, helper)
    for place, asker in enumerate(circle):
        for _n in range(4):
            solve_later(asker, circle[(place + 1) % 3])
    with clock.moved(timedelta(hours=1)):
        deliver_all()
        assert not RewardCase.objects.exists()
        assert scan_company(paying.acme) == 3
        deliver_all()
        assert scan_company(paying.acme) == 0
    assert {tuple(case.signals) for case in RewardCase.objects.all()} == {("one_author", "ring")}
    assert Earning.objects.filter(state="held").count() == 12


def test_what_a_person_released_is_not_held_again_with_what_follows(held, cast):
    decide_case(moderator=cast.mona, case=held, release=True, reason="They are neighbours")
    with clock.moved(timedelta(hours=1)):
        open_case = RewardCase.objects.create(
            company=cast.acme, member=cast.bob, counterpart=cast.alice, origin="scan", signals=["burst", "ring"],
            rules_version=1, decide_by=clock.now(),
        )  # fmt: skip
        assert scan_company(cast.acme) == 0
        assert screen_earning(earning_id=Earning.objects.get(act="accepted").pk) is None
    assert not open_case.earnings.exists() and Earning.objects.get(act="accepted").state == "pending"


def test_a_company_that_cannot_be_looked_at_keeps_no_other_waiting(paying, caplog):
    Program.objects.create(company=paying.bolt, is_running=True)
    for company in (paying.acme, paying.bolt):
        # More days than a calendar has.
        IntegrityRules.objects.create(company=company, young_days=2_000_000_000)
    assert scan() == 0
    assert len([each for each in caplog.records if "could not be looked at" in each.message]) == 2
    assert not Look.objects.exists()


def test_a_company_is_looked_at_once_a_day_whatever_is_restarted(held, cast):
    with clock.moved(timedelta(hours=1)):
        scan()
        first = Look.objects.get(company=cast.acme).day
        IntegrityRules.objects.create(company=cast.acme, young_days=2_000_000_000)
        assert scan() == 0 and Look.objects.get().day == first
    IntegrityRules.objects.all().delete()
    with clock.moved(timedelta(days=1, hours=1)):
        scan()
        assert Look.objects.get().day == first + timedelta(days=1)


def test_a_company_that_switched_it_off_is_not_looked_at(paying):
    IntegrityRules.objects.create(company=paying.acme, is_on=False)
    assert scan_company(paying.acme) == 0
