"""A member says what they are not, or takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import choices_of
from community.events.record import record
from community.languages import COMMUNITY_LANGUAGES
from community.personalization.learning.refused import HOUR, LANGUAGE, TOPIC
from community.personalization.memory.events import NotMeSaid, NotMeTakenBack
from community.personalization.memory.models import NotMe
from community.questions.models import Answer, Post, Topic
from community.web.errors import NotAllowed

# Whose yes makes use of signals: without one of them nothing is used, and nothing has to be left out.
USED_FOR = (Purpose.ROUTING, Purpose.FEED)
_HOURS = 24
_DIGITS = 18


@dataclass(frozen=True)
class Signal:
    """One thing that is counted about somebody; see models.NotMe."""

    about: str
    key: str


@transaction.atomic
def say_not_me(*, member: Membership, signals: Sequence[Signal]) -> int:
    """Leave the signals out of everything made for the member from now on; return how many are new. All of them or none.

    Records NotMeSaid for each new one. Raises NotAllowed for what is no signal of theirs, and without a yes to anything
    that uses signals. Locks the member's row.
    """
    Membership.objects.select_for_update(no_key=True).get(pk=member.pk)
    said = choices_of(member.pk)
    if not any(said.has(purpose) for purpose in USED_FOR):
        raise NotAllowed(_("Nothing of this is used without your yes."))
    if not signals or len(signals) > _HOURS or not all(_is_known(member, each) for each in signals):
        raise NotAllowed(_("This is nothing that is counted about you."))
    new = 0
    for each in dict.fromkeys(signals):
        _row, is_new = NotMe.objects.get_or_create(
            member=member, about=each.about, key=each.key, defaults={"company_id": member.company_id}
        )
        if is_new:
            record(NotMeSaid(**_facts(member, each)))
        new += is_new
    return new


@transaction.atomic
def take_back_not_me(*, member: Membership, signals: Sequence[Signal]) -> int:
    """Let the signals count again; return how many did not. Records NotMeTakenBack for each. Always allowed.

    What cannot have been said is passed over, and what goes beyond as many as can be said at once.
    """
    back = 0
    for each in list(dict.fromkeys(filter(_can_be_said, signals)))[:_HOURS]:
        gone, _rows = NotMe.objects.filter(member=member, about=each.about, key=each.key).delete()
        if gone:
            record(NotMeTakenBack(**_facts(member, each)))
        back += gone
    return back


def _can_be_said(signal: Signal) -> bool:
    """Return whether the signal is of a kind that there is, and its key spelled as keys of that kind are."""
    if signal.about == LANGUAGE:
        return signal.key in dict(COMMUNITY_LANGUAGES)
    if signal.about not in NotMe.About.values or not (signal.key.isascii() and signal.key.isdigit()):
        return False
    # An id has one spelling: nothing else would be found again.
    if len(signal.key) > _DIGITS or str(int(signal.key)) != signal.key:
        return False
    return signal.about != HOUR or int(signal.key) < _HOURS


def _is_known(member: Membership, signal: Signal) -> bool:
    if not _can_be_said(signal):
        return False
    if signal.about in (LANGUAGE, HOUR):
        return True
    number = int(signal.key)
    if signal.about == TOPIC:
        return Topic.objects.filter(company=member.company_id, pk=number).exists()
    answered = Answer.objects.filter(
        company=member.company_id,
        question=number,
        post__author=member,
        question__post__visibility=Post.Visibility.VISIBLE,
    )
    return answered.exists()


def _facts(member: Membership, signal: Signal) -> dict[str, Any]:
    return {
        "company": str(member.company_id),
        "actor": member.key,
        "member": member.pk,
        "about": signal.about,
        "key": signal.key,
    }
