"""What is asked and not answered, by language and topic, beside who could help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min

from accounts.models import Company
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from accounts.reader import Reader
from community.languages import COMMUNITY_LANGUAGES
from community.questions.models import Answer, Question
from community.questions.models.question import QuestionQuerySet
from community.questions.queries.lists import for_list

# A question counts once it has waited so long, a helper while they answered so lately.
WAITED: Final = timedelta(hours=24)
LATELY: Final = timedelta(days=180)
MOST_SHOWN: Final = 30
_NAMES: Final[Mapping[str, object]] = dict(COMMUNITY_LANGUAGES)


@dataclass(frozen=True)
class Demand:
    """One language or topic: how many questions wait, since when the oldest does, and how many could be offered them.

    `key` is what an address calls it. `helpers` agreed to be offered questions and answered one of these lately.
    """

    key: str
    name: str
    waiting: int
    oldest: datetime
    helpers: int

    @property
    def is_unmet(self) -> bool:
        """Return whether nobody is there to whom such a question could be offered."""
        return self.helpers == 0


def waiting_in(reader: Reader, now: datetime) -> QuestionQuerySet:
    """Return the visible questions that have waited for an answer for a day."""
    return Question.objects.visible_to(reader).unanswered().filter(asked_at__lte=now - WAITED)


def demand_by_language(reader: Reader, now: datetime) -> list[Demand]:
    """Return the languages in which somebody waits, those without a helper first, then the longest rows. Two queries."""
    waiting = waiting_in(reader, now).values_list("language").annotate(Count("pk"), Min("asked_at"))
    helpers = _helpers(reader.company, "question__language", now)
    found = [Demand(code, language_name(code), n, oldest, helpers.get(code, 0)) for code, n, oldest in waiting]
    return sorted(found, key=_most_urgent)


def demand_by_topic(reader: Reader, now: datetime) -> list[Demand]:
    """Return the topics in which somebody waits, in the same order. Two queries."""
    waiting = waiting_in(reader, now).values_list("topic__slug", "topic__name").annotate(Count("pk"), Min("asked_at"))
    helpers = _helpers(reader.company, "question__topic__slug", now)
    found = [Demand(slug, name, n, oldest, helpers.get(slug, 0)) for slug, name, n, oldest in waiting]
    return sorted(found, key=_most_urgent)


def waiting_longest(reader: Reader, now: datetime, *, language: str = "", topic: str = ""):  # type: ignore[no-untyped-def]  # QuestionQuerySet after select_related
    """Return the questions that have waited longest in a language, a topic or both, with all that a list shows."""
    narrowed = {key: value for key, value in (("language", language), ("topic__slug", topic)) if value}
    rows = for_list(reader).filter(pk__in=waiting_in(reader, now).filter(**narrowed).values("pk"))
    return rows.order_by("asked_at", "pk")[:MOST_SHOWN]


def language_name(code: str) -> str:
    """Return the language's name for the reader, or its code where a community of long ago spoke another."""
    return str(_NAMES.get(code, code))


def _helpers(company: Company, field: str, now: datetime) -> dict[str, int]:
    answered = Answer.objects.filter(
        company=company,
        is_substantive=True,
        post__created_at__gte=now - LATELY,
        post__author__in=consenting(company.pk, Purpose.ROUTING),
    )
    return dict(answered.values_list(field).annotate(Count("post__author", distinct=True)))


def _most_urgent(demand: Demand) -> tuple[bool, int, str]:
    return not demand.is_unmet, -demand.waiting, demand.name
