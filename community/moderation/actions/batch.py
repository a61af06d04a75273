"""Doing the same to several things."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from community.web.errors import NotAllowed


@dataclass
class Outcome:
    """What became of each thing. `refused` maps the sentence that says why to the things it was said of."""

    done: list[Any] = field(default_factory=list)
    unchanged: list[Any] = field(default_factory=list)
    refused: dict[str, list[Any]] = field(default_factory=dict)


@transaction.atomic
def act_on_each(things: Iterable[Any], *, act: Callable[[Any], object], already: Callable[[Any], bool]) -> Outcome:
    """Act on every thing in one transaction, and return what happened to which.

    A refusal undoes only its own thing's part; any other error undoes everything. `already` says that a thing is as
    wished, so that nothing is to be done. Things come in the order in which their rows are locked everywhere.
    """
    outcome = Outcome()
    for each in things:
        if already(each):
            outcome.unchanged.append(each)
            continue
        try:
            with transaction.atomic():
                act(each)
        except NotAllowed as refusal:
            outcome.refused.setdefault(refusal.sentence, []).append(each)
        else:
            outcome.done.append(each)
    return outcome
