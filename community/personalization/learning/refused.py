"""What somebody says that they are not: signals that are left out for them wherever they would count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

TOPIC: Final = "topic"
LANGUAGE: Final = "language"
HOUR: Final = "hour"
QUESTION: Final = "question"


@dataclass(frozen=True)
class Refused:
    """One person's refusals: topics and languages as they are counted, hours of the day in UTC, answered questions."""

    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    hours: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()

    def groups(self, *, topic: str, language: str) -> set[str]:
        """Return the groups of reasons that do not count for a question of this topic and language."""
        return {
            group
            for group, is_refused in ((TOPIC, topic in self.topics), (LANGUAGE, language in self.languages))
            if is_refused
        }


NOTHING_REFUSED: Final = Refused()


@dataclass(frozen=True)
class LeftOut:
    """What is left out of one person's features: hours in UTC, and answered questions with the moments of the answers."""

    hours: frozenset[int] = frozenset()
    answers: Mapping[int, float] = field(default_factory=dict)
