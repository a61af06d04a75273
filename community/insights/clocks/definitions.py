"""What every figure means: the dictionary that pages show and stored values refer to.

A definition's version goes up when its rules change: then values that were stored under another version are never
mistaken for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# The version of the rules by which clocks are made from events (clocks.fold).
CLOCK_VERSION: Final = 1


@dataclass(frozen=True)
class Definition:
    """One metric. `event_field` names the moment of the clock that ends the waiting."""

    id: str
    version: int
    name: Any
    rule: Any
    event_field: str = ""


FIRST_RESPONSE: Final = Definition(
    "first_response",
    1,
    _("Time to the first response"),
    _("From asking until somebody other than the asker, and no bot, wrote anything at all."),
    "first_response_at",
)
FIRST_ANSWER: Final = Definition(
    "first_answer",
    1,
    _("Time to the first answer"),
    _(
        "From asking until the first substantive answer: by somebody other than the asker, no bot, meant as an answer, "
        "visible, with at least 20 characters."
    ),
    "first_answer_at",
)
RESOLUTION: Final = Definition(
    "resolution",
    1,
    _("Time to the solution"),
    _(
        "From asking until an answer was accepted, by the asker or by a moderator. Imported solutions whose time is not "
        "known are left out."
    ),
    "resolved_at",
)

MEASURES: Final = {each.id: each for each in (FIRST_RESPONSE, FIRST_ANSWER, RESOLUTION)}
