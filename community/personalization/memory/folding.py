"""One company's memory in a process: the learner, and what changed in it since it was last written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from community.personalization.learning.features import NAMES
from community.personalization.learning.learner import Learner, Standing
from community.personalization.learning.state import Asked
from community.personalization.memory.models import Count, Lesson
from community.text.terms import words_of

About = Count.About
Skipped = Lesson.Skipped

_WIDTH: Final = len(NAMES) + 2


@dataclass(frozen=True)
class Taught:
    """One thing that was read from an event: a question (`asked`), or that `member` answered it or was accepted."""

    kind: str
    question: int
    moment: float
    member: int = 0
    asked: Asked | None = None


QUESTION: Final = "question"
ANSWER: Final = "answer"
ACCEPTANCE: Final = "acceptance"


@dataclass(frozen=True)
class NewQuestion:
    """A question that was learned, as it will be stored."""

    asked: Asked
    position: int
    number: int
    words: list[str]
    weights: list[float]


@dataclass
class Changes:
    """What has to be written. Questions, answers and acceptances by their positions; counts and helpers by member."""

    questions: list[NewQuestion] = field(default_factory=list)
    answers: list[tuple[int, int, int, float]] = field(default_factory=list)
    accepted: list[tuple[int, int, int]] = field(default_factory=list)
    counts: dict[tuple[int, str, str], None] = field(default_factory=dict)
    helpers: dict[int, None] = field(default_factory=dict)


class Memory:
    """What is remembered of one company at a position, in an era; `changes` is what no row says yet."""

    def __init__(self) -> None:
        self.learner = Learner()
        self.position, self.era = 0, 0
        # What is known of every question that was learned, without its text.
        self.asked: dict[int, Asked] = {}
        # Where each helper first answered.
        self.begun: dict[int, int] = {}
        self.changes = Changes()

    @property
    def labelled(self) -> int:
        """Return of how many questions the gate has heard."""
        return self.learner.count - len(self.learner.unlabelled)

    def forget_changes(self) -> None:
        """Let nothing have changed: for a memory that is not going to be stored."""
        self.changes = Changes()

    def learn(self, taught: Taught, position: int) -> str:
        """Learn one thing at the position; return why it had no effect, "" where it had one."""
        if taught.kind == QUESTION:
            skipped = self._ask(taught, position)
        elif taught.question not in self.asked:
            skipped = Skipped.UNKNOWN
        elif taught.kind == ANSWER:
            skipped = self._answer(taught, position)
        else:
            skipped = self._accept(taught, position)
        if not skipped:
            self.position = max(self.position, position)
        return skipped

    def _ask(self, taught: Taught, position: int) -> str:
        asked = taught.asked
        assert asked is not None
        if asked.question in self.asked:
            return Skipped.REPEATED
        standing = self.learner.stand(asked)
        self.learner.ask(asked, standing)
        vector = self.learner.state.vector_of(asked)
        words = list(dict.fromkeys(words_of(asked.text)))
        weights = [vector.get(word, 0.0) for word in words]
        kept = forgetting_text(asked)
        self.asked[asked.question] = kept
        self.changes.questions.append(NewQuestion(kept, position, self.learner.count, words, weights))
        return Skipped.NONE

    def _answer(self, taught: Taught, position: int) -> str:
        asked = self.asked[taught.question]
        # Nobody knows any more who answered it: every edit of one answer would count.
        if not self.learner.state.remembers(asked.question):
            return Skipped.UNKNOWN
        if not self.learner.answer(asked, str(taught.member), taught.moment):
            return Skipped.REPEATED
        self.begun.setdefault(taught.member, position)
        self.changes.answers.append((asked.question, taught.member, position, taught.moment))
        for about, key in ((About.ALL, ""), (About.LANGUAGE, asked.language), (About.TOPIC, asked.topic)):
            self.changes.counts[taught.member, about, key] = None
        self.changes.helpers[taught.member] = None
        return Skipped.NONE

    def _accept(self, taught: Taught, position: int) -> str:
        if not self.learner.accept(taught.question, str(taught.member)):
            return Skipped.REPEATED
        self.changes.accepted.append((taught.question, taught.member, position))
        return Skipped.NONE


def forgetting_text(asked: Asked) -> Asked:
    """Return the question without its text and its asker: what answers to it need."""
    return Asked(asked.question, "", asked.moment, asked.language, asked.topic, "")


def packed(standing: Standing) -> bytes:
    """Return a standing as it is stored."""
    return np.column_stack((standing.rows, standing.model, standing.simple)).tobytes()


def unpacked(stored: bytes) -> Standing:
    """Take back what `packed` returned."""
    table = np.frombuffer(stored, dtype=np.float64).reshape(-1, _WIDTH)
    return Standing(np.ascontiguousarray(table[:, :-2]), table[:, -2].copy(), table[:, -1].copy())
