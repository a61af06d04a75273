"""What each feature knows of its decisions: how to take one back, and its words. Filled by the features' decisions.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q

from accounts.models import Membership
from community.moderation.models import DecisionRecord

# Called with the record, who upheld the appeal, and the answer to the member; in their transaction. May raise NotAllowed.
Undo = Callable[[DecisionRecord, Membership, str], None]
UndoT = TypeVar("UndoT", bound=Undo)
# Called with the record before anything of the appeal is locked; in the transaction of whoever decides.
Lock = Callable[[DecisionRecord], None]
LockT = TypeVar("LockT", bound=Lock)
# Called with the key of a membership; a condition for DecisionRecord.
Concern = Callable[[int], Q]
ConcernT = TypeVar("ConcernT", bound=Concern)


@dataclass(frozen=True)
class Place:
    """Where a member finds what a decision is about. The address is made by reverse(url_name, args) and `anchor`."""

    label: str
    url_name: str = ""
    args: tuple[Any, ...] = ()
    anchor: str = ""


Find = Callable[[DecisionRecord], Place]
FindT = TypeVar("FindT", bound=Find)


@dataclass(frozen=True)
class Fact:
    """How a fact among a decision's inputs is shown. `values` says known values; `is_moment` makes it a time."""

    label: Any
    values: Mapping[str, Any] | None = None
    is_moment: bool = False


@dataclass(frozen=True)
class SaidFact:
    """A fact in the reader's language: a text, or a moment."""

    label: Any
    text: str = ""
    moment: datetime | None = None


@dataclass(frozen=True)
class ReadMore:
    """A page that explains a rule to everybody."""

    label: Any
    url_name: str


_undoings: dict[str, Undo] = {}
_locks: dict[str, Lock] = {}
_concerns: list[Concern] = []
_places: dict[str, Find] = {}
_reasons: dict[str, Any] = {}
_rules: dict[str, Any] = {}
_facts: dict[str, Fact] = {}
_pages: dict[str, ReadMore] = {}


def undoes(*effects: str) -> Callable[[UndoT], UndoT]:
    """Register what takes these effects back when an appeal is upheld. Raises ValueError when somebody else does."""

    def register(undo: UndoT) -> UndoT:
        for effect in effects:
            if _undoings.get(effect, undo) is not undo:
                raise ValueError(f"Two features undo {effect}.")
            _undoings[effect] = undo
        return undo

    return register


def locks(*effects: str) -> Callable[[LockT], LockT]:
    """Register what has to be locked before an appeal against these effects is: what their owner locks first everywhere."""

    def register(lock: LockT) -> LockT:
        _locks.update(dict.fromkeys(effects, lock))
        return lock

    return register


def concerns(concern: ConcernT) -> ConcernT:
    """Register which decisions about others concern a member, who then neither reads them nor decides about appeals."""
    _concerns.append(concern)
    return concern


def finds(*target_kinds: str) -> Callable[[FindT], FindT]:
    """Register what leads to targets of these kinds; it asks no database, everything it needs is in the record."""

    def register(find: FindT) -> FindT:
        _places.update(dict.fromkeys(target_kinds, find))
        return find

    return register


def teach(
    *,
    reasons: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
    facts: Mapping[str, Fact] | None = None,
    pages: Mapping[str, ReadMore] | None = None,
) -> None:
    """Add the words for reason codes (which may hold %(names)s of parameters), rules and facts, lazily translated.

    `pages` are those that explain a rule, by its name.
    """
    _reasons.update(reasons or {})
    _rules.update(rules or {})
    _facts.update(facts or {})
    _pages.update(pages or {})


def undoing_of(effect: str) -> Undo | None:
    """Return what takes the effect back, or None when it has no owner."""
    return _undoings.get(effect)


def lock_effect(record: DecisionRecord) -> None:
    """Lock what the effect's owner locks first; part of the caller's transaction."""
    if (lock := _locks.get(record.effect)) is not None:
        lock(record)


def concerning(member_id: int) -> Q:
    """Return the condition for decisions about others that concern the member."""
    found = Q(pk__in=[])
    for concern in _concerns:
        found |= concern(member_id)
    return found


def place_of(record: DecisionRecord) -> Place | None:
    """Return where the decision's target is, or None when no feature knows it."""
    find = _places.get(record.target_kind)
    return find(record) if find else None


def reason_of(record: DecisionRecord) -> str:
    """Return why it was decided, in plain language: what a person wrote, or the sentence of the rule."""
    if record.reason:
        return record.reason
    sentence = str(_reasons.get(record.reason_code, record.reason_code))
    return sentence % record.reason_params if record.reason_params else sentence


def rule_of(record: DecisionRecord) -> str:
    """Return what the rule is called."""
    return str(_rules.get(record.rule, record.rule))


def page_of(record: DecisionRecord) -> ReadMore | None:
    """Return the page that explains the rule, if it has one."""
    return _pages.get(record.rule)


def facts_of(record: DecisionRecord) -> list[SaidFact]:
    """Return the facts that were used and have words, in the order in which the words were taught."""
    return [
        _said(fact, record.inputs[name]) for name, fact in _facts.items() if record.inputs.get(name) not in (None, "")
    ]


def _said(fact: Fact, value: Any) -> SaidFact:
    if fact.is_moment:
        return SaidFact(fact.label, moment=datetime.fromisoformat(value))
    values = value if isinstance(value, list) else [value]
    known = fact.values or {}
    return SaidFact(fact.label, "; ".join(str(known.get(each, each)) for each in values))
