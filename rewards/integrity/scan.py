"""A look at a whole company's acceptances at once. Pure: figures in, suspicious pairs out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rewards.integrity.models import IntegrityRules
from rewards.integrity.signals import (
    BURST,
    FUNNEL,
    ONE_AUTHOR,
    RECIPROCITY,
    RING,
    SAME_PERSON,
    SHARED_ADDRESS,
    Found,
    at_least,
    at_least_of_rare,
    is_suspicious,
    shows_one_author,
    shows_reciprocity,
)

# Who has accepted fewer says nothing about a habit.
_FEWEST: Final = 2
_NEARLY_ALL: Final = 0.8
_FEWEST_IN_FUNNEL: Final = 3

# Browsers of one kind are common too, but less than addresses of a network.
_DEVICE_CROWD: Final = 3

Pair = tuple[int, int]
# A member, the key of an address, the key of the address with a browser.
Seen = tuple[int, str, str]


@dataclass(frozen=True)
class Credit:
    """One acceptance: who gave it to whom, in which topic, how many seconds after the answer, by a young account or not."""

    asker: int
    author: int
    topic: int
    seconds: float
    was_young: bool


@dataclass(frozen=True)
class Places:
    """From where members act, as keys; addresses that a crowd shares are left out. And the mailbox of each."""

    addresses: Mapping[int, Collection[str]] = field(default_factory=dict)
    devices: Mapping[int, Collection[str]] = field(default_factory=dict)
    mailboxes: Mapping[int, str] = field(default_factory=dict)


def places_from(
    seen: Iterable[Seen],
    rules: IntegrityRules,
    *,
    at_address: Mapping[str, int],
    on_device: Mapping[str, int],
    mailboxes: Mapping[int, str],
) -> Places:
    """Return from where members act, without what so many members share that it says nothing of any of them."""
    addresses: dict[int, set[str]] = defaultdict(set)
    devices: dict[int, set[str]] = defaultdict(set)
    for member, address, device in seen:
        if at_address[address] <= rules.crowd:
            addresses[member].add(address)
        if on_device[device] <= rules.crowd * _DEVICE_CROWD:
            devices[member].add(device)
    return Places(addresses, devices, mailboxes)


def suspicious_pairs(
    credits: Iterable[Credit], places: Places, rules: IntegrityRules, *, young: Collection[int] = frozenset()
) -> dict[Pair, Found]:
    """Return the pairs (asker, author) that a person shall look at, each with its signals and their figures.

    `young` are the members whose accounts are young now.
    """
    look = _Look([each for each in credits if each.asker != each.author], rules)
    pairs = {}
    for asker, author in look.pairs:
        found = look.signals_of(asker, author) | places_shared(asker, author, places)
        if is_suspicious(found, rules, is_young=asker in young):
            pairs[asker, author] = found
    return pairs


def places_shared(asker: int, author: int, places: Places) -> Found:
    """Return whether two members look like one person, or act from one address. The first counts for both."""
    mailbox = places.mailboxes.get(asker, "")
    devices = len(set(places.devices.get(asker, ())) & set(places.devices.get(author, ())))
    if devices or (mailbox and mailbox == places.mailboxes.get(author, "")):
        return {SAME_PERSON: {"devices": devices, "mailbox": int(bool(mailbox) and not devices)}}
    shared = len(set(places.addresses.get(asker, ())) & set(places.addresses.get(author, ())))
    return {SHARED_ADDRESS: {"addresses": shared}} if shared else {}


class _Look:
    """The counts that the signals need, made in one pass."""

    def __init__(self, credits: list[Credit], rules: IntegrityRules) -> None:
        self._rules = rules
        self._given: dict[int, Counter[int]] = defaultdict(Counter)
        self._topics: dict[int, Counter[int]] = defaultdict(Counter)
        self._in_topic: Counter[tuple[int, int, int]] = Counter()
        self._received: Counter[tuple[int, int]] = Counter()
        self._total: Counter[int] = Counter()
        self._bursts: Counter[Pair] = Counter()
        for each in credits:
            self._given[each.asker][each.author] += 1
            self._topics[each.asker][each.topic] += 1
            self._in_topic[each.asker, each.topic, each.author] += 1
            self._received[each.topic, each.author] += 1
            self._total[each.topic] += 1
            if each.was_young and 0 <= each.seconds <= rules.burst_seconds:
                self._bursts[each.asker, each.author] += 1
        self._favourites = dict(self._favourite_of_each())
        self._funnels = self._find_funnels()

    @property
    def pairs(self) -> list[Pair]:
        return [(asker, author) for asker, authors in self._given.items() for author in authors]

    def signals_of(self, asker: int, author: int) -> Found:
        """Return what the acceptances of a pair show."""
        given, there = self._given[asker].total(), self._given[asker][author]
        back = self._given[author][asker] if author in self._given else 0
        found: Found = {}
        chance = self._chance(asker, author) if there >= _FEWEST else 1.0
        if shows_one_author(given, there, chance, self._rules):
            found[ONE_AUTHOR] = {"given": given, "to_author": there}
        if shows_reciprocity(there, back, self._rules):
            found[RECIPROCITY] = {"there": there, "back": back}
        if self._closes_ring(asker, author):
            found[RING] = {"given": given, "to_author": there}
        if asker in self._funnels.get(author, ()):
            found[FUNNEL] = {"accounts": len(self._funnels[author])}
        if bursts := self._bursts[asker, author]:
            found[BURST] = {"bursts": bursts}
        return found

    def _chance(self, asker: int, author: int) -> float:
        """Return how often everybody else accepts the author in the topics in which the asker accepts."""
        topics = self._topics[asker]
        chances = (
            count
            * (self._received[topic, author] - self._in_topic[asker, topic, author] + 0.5)
            / (self._total[topic] - count + 1)
            for topic, count in topics.items()
        )
        return min(1.0, sum(chances) / topics.total())

    def _favourite_of_each(self) -> Iterable[Pair]:
        for asker, authors in self._given.items():
            [(author, count)] = authors.most_common(1)
            if count >= _FEWEST and count * 100 > authors.total() * self._rules.share_percent:
                yield asker, author

    def _closes_ring(self, asker: int, author: int) -> bool:
        """Return whether three members each accept mostly the next one's answers."""
        favourites = self._favourites
        third = favourites.get(author)
        return favourites.get(asker) == author and third not in {None, asker} and favourites.get(third or 0) == asker

    def _find_funnels(self) -> dict[int, set[int]]:
        """Return the authors whom more accounts than chance allows accept nearly alone, with those accounts."""
        habits = {asker: authors for asker, authors in self._given.items() if authors.total() >= _FEWEST}
        loyal: dict[int, set[int]] = defaultdict(set)
        for asker, author in self._favourites.items():
            if habits[asker][author] >= _NEARLY_ALL * habits[asker].total():
                loyal[author].add(asker)
        many = {author: askers for author, askers in loyal.items() if len(askers) >= _FEWEST_IN_FUNNEL}
        return {author: askers for author, askers in many.items() if self._is_unlikely(author, askers, habits)}

    def _is_unlikely(self, author: int, askers: set[int], habits: Mapping[int, Counter[int]]) -> bool:
        expected = 0.0
        for asker, authors in habits.items():
            if asker != author:
                given = authors.total()
                expected += at_least(-int(-_NEARLY_ALL * given // 1), given, self._chance(asker, author))
        return bool(at_least_of_rare(len(askers), expected) * self._rules.one_in <= 1)
