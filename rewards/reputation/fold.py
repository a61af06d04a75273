"""From what happened in a question to what it did to people's reputation: one pure function.

The follower that runs while people vote and the command that rebuilds everything both call `fold`, so they cannot
disagree. Everything that decides stands in the events of the question's own stream; nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final, Protocol

from rewards.reputation.rules import Cause, rules_at

# (member, cause, event, judgement): what makes a change of reputation that one and no other.
Key = tuple[int, str, int, int]
# An answer and who voted on it, or _ACCEPTANCE. Votes whose voter is unknown have voter 0.
_Judgement = tuple[int, int]
_ACCEPTANCE: Final = -1


class Happened(Protocol):
    """What the fold reads of an event."""

    pk: Any
    type: Any
    actor: Any
    payload: Any
    occurred_at: Any


@dataclass(frozen=True, kw_only=True)
class Credit:
    """Points for one member. `judgement` is the event in which somebody judged; `event` is the one that has the effect.

    The two differ when a judgement is taken back, or counts again because its post is shown again. Those points belong
    to the day of the judgement, so that the day's limit never depends on what came later. `reverses` is the key of the
    credit that this one takes back.
    """

    member: int
    cause: Cause
    points: int
    event: int
    judgement: int
    occurred_at: datetime
    day: date
    question: int
    post: int
    topic: int | None
    rules: int
    reverses: Key | None = None

    @property
    def key(self) -> Key:
        """Return what no second credit has."""
        return self.member, self.cause.value, self.event, self.judgement


def fold(events: Iterable[Happened]) -> list[Credit]:
    """Return every credit that follows from the events of one question's stream, given in their order."""
    thread = _Thread()
    return [credit for event in events for credit in thread.apply(event)]


class _Thread:
    """What has to be remembered of a question while its events go by."""

    def __init__(self) -> None:
        self.asker = 0
        self.topic: int | None = None
        self.authors: dict[int, int] = {}
        self.standing: dict[_Judgement, list[Credit]] = {}
        self.withheld: dict[_Judgement, list[Credit]] = {}

    def apply(self, event: Happened) -> Iterator[Credit]:
        step = _STEPS.get(event.type)
        return step(self, event) if step else iter(())

    def asked(self, event: Happened) -> Iterator[Credit]:
        self.asker, self.topic = int(event.actor or 0), event.payload.get("topic")
        yield from ()

    def edited(self, event: Happened) -> Iterator[Credit]:
        self.topic = event.payload.get("topic") or self.topic
        yield from ()

    def answered(self, event: Happened) -> Iterator[Credit]:
        self.authors[event.payload["answer"]] = int(event.actor or 0)
        yield from ()

    def voted(self, event: Happened) -> Iterator[Credit]:
        post, voter = event.payload["post"], int(event.actor or 0)
        yield from self._take_back((post, voter), event)
        author = self.authors.get(post, 0)
        if author and author != voter:
            cause = Cause.HELPFUL_VOTE if event.payload["value"] > 0 else Cause.UNHELPFUL_VOTE
            yield self._award((post, voter), author, cause, event)

    def vote_withdrawn(self, event: Happened) -> Iterator[Credit]:
        yield from self._take_back((event.payload["post"], int(event.actor or 0)), event)

    def accepted(self, event: Happened) -> Iterator[Credit]:
        answer, author, actor = event.payload["answer"], event.payload["answer_author"], int(event.actor or 0)
        for judgement in [each for each in self.standing if each[1] == _ACCEPTANCE]:
            yield from self._take_back(judgement, event)
        if author == self.asker or author == actor:
            return
        yield self._award((answer, _ACCEPTANCE), author, Cause.ANSWER_ACCEPTED, event)
        if actor and actor == self.asker:
            yield self._award((answer, _ACCEPTANCE), actor, Cause.ACCEPTED_AN_ANSWER, event)

    def acceptance_withdrawn(self, event: Happened) -> Iterator[Credit]:
        yield from self._take_back((event.payload["answer"], _ACCEPTANCE), event)

    def hidden(self, event: Happened) -> Iterator[Credit]:
        """Take the votes on a hidden answer back; its acceptance is withdrawn by an event of its own.

        A hidden question costs those who answered it nothing: the credit for their help stays.
        """
        for judgement in [
            each for each in self.standing if each[0] == event.payload["post"] and each[1] != _ACCEPTANCE
        ]:
            self.withheld[judgement] = self.standing[judgement]
            yield from self._take_back(judgement, event)

    def restored(self, event: Happened) -> Iterator[Credit]:
        for judgement in [each for each in self.withheld if each[0] == event.payload["post"]]:
            for credit in self.withheld.pop(judgement):
                again = replace(credit, event=event.pk, occurred_at=event.occurred_at)
                self.standing.setdefault(judgement, []).append(again)
                yield again

    def _award(self, judgement: _Judgement, member: int, cause: Cause, event: Happened) -> Credit:
        rules = rules_at(event.occurred_at)
        credit = Credit(
            member=member,
            cause=cause,
            points=rules.worth(cause),
            event=event.pk,
            judgement=event.pk,
            occurred_at=event.occurred_at,
            day=event.occurred_at.astimezone(UTC).date(),
            question=event.payload["question"],
            post=judgement[0],
            topic=self.topic,
            rules=rules.version,
        )
        self.standing.setdefault(judgement, []).append(credit)
        return credit

    def _take_back(self, judgement: _Judgement, event: Happened) -> Iterator[Credit]:
        for credit in self.standing.pop(judgement, []):
            yield replace(
                credit,
                points=-credit.points,
                event=event.pk,
                occurred_at=event.occurred_at,
                reverses=credit.key,
            )


_STEPS: Final = {
    "question.asked": _Thread.asked,
    "question.edited": _Thread.edited,
    "answer.posted": _Thread.answered,
    "vote.cast": _Thread.voted,
    "vote.withdrawn": _Thread.vote_withdrawn,
    "answer.accepted": _Thread.accepted,
    "acceptance.withdrawn": _Thread.acceptance_withdrawn,
    "post.hidden": _Thread.hidden,
    "post.restored": _Thread.restored,
}

# All that the fold has to be given.
FOLDED: Final = tuple(_STEPS)
# After these somebody's reputation, or what their trust level follows from, may be another.
JUDGING: Final = (
    "question.asked",
    "answer.posted",
    "vote.cast",
    "vote.withdrawn",
    "answer.accepted",
    "acceptance.withdrawn",
    "post.hidden",
    "post.restored",
)
