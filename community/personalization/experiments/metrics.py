"""By what experiments are judged: something that helped a person, within a time set beforehand. Never clicks or visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from community.personalization.experiments.treatments import Unit


@dataclass(frozen=True, kw_only=True)
class Metric:
    """Whether a unit reached something within H hours of the first effect on it.

    Only units whose H hours are over count, so that what is still open is never taken for a failure.
    """

    key: str
    unit: Unit
    label: Any


ANSWERED: Final = Metric(key="answered", unit=Unit.QUESTION, label=_("got a first answer in time"))
SOLVED: Final = Metric(key="solved", unit=Unit.QUESTION, label=_("was solved in time"))
HELPED: Final = Metric(key="helped", unit=Unit.MEMBER, label=_("answered somebody's question in time"))

METRICS: Final[dict[str, Metric]] = {each.key: each for each in (ANSWERED, SOLVED, HELPED)}
