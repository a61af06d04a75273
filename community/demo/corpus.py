"""Made-up threads in any number, for measuring. The same arguments give the same threads, and they take no memory.

The words follow Zipf's law, as words do, so that searches meet rare and common ones. Nothing of it means anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate, islice, product

ANSWERS_PER_QUESTION = 4
# Fewer would not hold the two questions of a known size.
LEAST_QUESTIONS = 50
# Questions of a known size, by the number of posts on their page, so that pages can be compared over the years.
KNOWN_SIZES = (10, 100)
TOPICS = ("Network", "Devices", "Billing", "Account", "Roaming", "Messages", "Repairs", "Orders", "Plans", "Apps")

_SEED = 20260822
_SPAN = timedelta(days=300)
_WORDS = 20_000
_TAGS = 200
_COMMON = """
    error install update account password login browser page server phone signal roaming invoice battery screen card
    number contract message network device router cable restart reset charger repair order delivery refund language
    menu option button picture video sound volume keyboard memory storage backup permission profile address window
"""
_CONSONANTS = (*"bcdfghjklmnprstvwz", "st", "tr", "pl", "cr", "gr", "br", "sh", "ch")
_VOWELS = (*"aeiou", "ea", "ou", "ai", "io")


@dataclass(frozen=True)
class Reply:
    """An answer. People are numbers below the number of members; `votes` are pairs of a voter and +1 or -1."""

    author: int
    body: str
    at: datetime
    votes: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Thread:
    """A question with its answers in the order of time. `accepted` is the position of the accepted answer, or None."""

    author: int
    title: str
    body: str
    topic: int
    tags: tuple[str, ...]
    at: datetime
    known_size: int = 0
    answers: list[Reply] = field(default_factory=list)
    accepted: int | None = None
    ended_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """Return whether it ended without a solution."""
        return self.ended_at is not None and self.accepted is None


@cache
def words() -> tuple[str, ...]:
    """Return every word, the most common first: real ones, then made of syllables."""
    dice = random.Random(_SEED)
    made = dict.fromkeys(_COMMON.split())
    while len(made) < _WORDS:
        syllables = (dice.choice(_CONSONANTS) + dice.choice(_VOWELS) for _ in range(dice.randint(1, 3)))
        made["".join(syllables) + dice.choice(("", "n", "r", "s", "t", "l"))] = None
    return tuple(made)


def member_names(count: int) -> Iterator[str]:
    """Return display names, of letters only: digits look alike to the rule that keeps names apart."""
    side = next(side for side in range(1, count + 1) if side * side >= count)
    syllables = ["".join(pair).capitalize() for pair in product(_CONSONANTS, _VOWELS)]
    firsts = [f"{syllable}lin" for syllable in syllables[:side]]
    return islice((f"{first} {last}dor" for first, last in product(firsts, syllables[:side])), count)


def threads(questions: int, members: int, now: datetime) -> Iterator[Thread]:
    """Return the threads, oldest first, with four answers each on average. The last answer is older than `now`."""
    writer = _Writer(members)
    sizes = _sizes(writer.dice, questions)
    for number, size in enumerate(sizes):
        at = now - _SPAN * (1 - number / questions) - timedelta(days=15)
        yield writer.thread(at, size, known_size=KNOWN_SIZES[number] if number < len(KNOWN_SIZES) else 0)


def _sizes(dice: random.Random, questions: int) -> list[int]:
    """Return how many answers each question has."""
    sizes = [size - 1 for size in KNOWN_SIZES] + [0] * (questions - len(KNOWN_SIZES))
    for _ in range(questions * ANSWERS_PER_QUESTION - sum(sizes)):
        sizes[dice.randrange(len(KNOWN_SIZES), questions)] += 1
    return sizes


class _Writer:
    """Draws from one stream of chance, so that every thread follows from those before it."""

    def __init__(self, members: int) -> None:
        self.dice = random.Random(_SEED + 1)
        self._words = words()
        self._word_weights = list(accumulate(1 / (rank + 8) ** 0.95 for rank in range(_WORDS)))
        self._members = range(members)
        # Few people write much, most write little.
        self._member_weights = list(accumulate(1 / (rank + 20) for rank in self._members))

    def thread(self, at: datetime, size: int, *, known_size: int) -> Thread:
        """Write a question with this many answers."""
        dice = self.dice
        author = self._person()
        answers = list(self._answers(author, at, size))
        by_others = [position for position, answer in enumerate(answers) if answer.author != author]
        accepted = dice.choice(by_others) if by_others and dice.random() < 0.5 else None
        is_closed = accepted is None and not known_size and dice.random() < 0.05
        last = answers[-1].at if answers else at
        return Thread(
            author=author,
            title=f"{' '.join(self._draw(dice.randint(5, 10))).capitalize()}?",
            body=self._body(),
            topic=dice.randrange(len(TOPICS)),
            tags=tuple(dict.fromkeys(dice.choices(self._words[:_TAGS], k=dice.randint(1, 4)))),
            at=at,
            known_size=known_size,
            answers=answers,
            accepted=accepted,
            ended_at=last + timedelta(minutes=dice.randint(1, 600)) if accepted is not None or is_closed else None,
        )

    def _answers(self, asker: int, at: datetime, size: int) -> Iterator[Reply]:
        for _ in range(size):
            at += timedelta(minutes=self.dice.randint(1, 200))
            author = asker if self.dice.random() < 0.08 else self._person()
            yield Reply(author=author, body=self._body(), at=at, votes=self._votes(author))

    def _votes(self, author: int) -> tuple[tuple[int, int], ...]:
        if self.dice.random() < 0.75:
            return ()
        voters = dict.fromkeys(self._person() for _ in range(self.dice.randint(1, 5)))
        return tuple((voter, -1 if self.dice.random() < 0.2 else 1) for voter in voters if voter != author)

    def _body(self) -> str:
        """Write Markdown: one to three paragraphs, and code in a quarter of the texts."""
        dice = self.dice
        parts = [
            f"{' '.join(self._draw(dice.randint(15, 50))).capitalize()}." for _ in range(dice.choice((1, 2, 2, 3)))
        ]
        if dice.random() < 0.25:
            lines = "\n".join(" ".join(self._draw(5)) for _ in range(4))
            parts.append(f"```\n{lines}\n```")
        return "\n\n".join(parts)

    def _draw(self, count: int) -> list[str]:
        return self.dice.choices(self._words, cum_weights=self._word_weights, k=count)

    def _person(self) -> int:
        return self.dice.choices(self._members, cum_weights=self._member_weights)[0]
