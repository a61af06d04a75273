"""Saying yes or no to a purpose, and forgetting what somebody said."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from accounts.events import ConsentGiven, ConsentWithdrawn
from accounts.models import ConsentEntry, Membership
from accounts.policies import check_may_choose
from accounts.purposes import Purpose
from accounts.queries.consent import asks_again
from community import clock
from community.events.record import record

Said = ConsentEntry.Said


@transaction.atomic
def give_consent(*, member: Membership, purpose: str, wording: int, surface: str) -> ConsentEntry:
    """Write that the member said yes to the purpose in these words; the same yes again writes nothing.

    `surface` names the page. Records ConsentGiven. Locks the member's row, so that answers at one moment have one order.
    Raises NotAllowed, also when the words are not those of today: then nobody has read what would be agreed to.
    """
    check_may_choose(member, purpose, wording)
    last = _locked_last(member, purpose)
    if last is not None and last.is_yes and last.wording == wording:
        return last
    record(ConsentGiven(**_facts(member, purpose, wording)))
    return _append(member, purpose, last, Said.GIVEN, wording, surface)


@transaction.atomic
def withdraw_consent(*, member: Membership, purpose: str, surface: str) -> ConsentEntry | None:
    """Take the member's yes back, and return what holds now; where no yes holds, nothing is written.

    Records ConsentWithdrawn, whose followers delete what was derived. Reads that ask for consent refuse from the commit
    on. Always allowed, also to suspended members. Locks the member's row.
    """
    last = _locked_last(member, purpose)
    if last is None or not last.is_yes:
        return last
    record(ConsentWithdrawn(**_facts(member, purpose, last.wording)))
    return _append(member, purpose, last, Said.WITHDRAWN, last.wording, surface)


@transaction.atomic
def refuse_consent(*, member: Membership, purpose: str, wording: int, surface: str) -> ConsentEntry:
    """Say no: a yes is taken back; else the no is remembered, and nobody asks again for half a year. Records no event then.

    A second no within that time writes nothing. Locks the member's row. Taking back is always allowed; otherwise raises
    NotAllowed as give_consent does.
    """
    last = withdraw_consent(member=member, purpose=purpose, surface=surface)
    if last is not None and not asks_again(last, clock.now()):
        return last
    check_may_choose(member, purpose, wording)
    return _append(member, purpose, last, Said.DECLINED, wording, surface)


@transaction.atomic
def withdraw_everything(*, member: Membership, surface: str) -> list[str]:
    """Take back every yes of the member; return the purposes that lost one. Records ConsentWithdrawn for each."""
    withdrawn = []
    for purpose in Purpose.values:
        last = _locked_last(member, purpose)
        if last is not None and last.is_yes:
            withdraw_consent(member=member, purpose=purpose, surface=surface)
            withdrawn.append(purpose)
    return withdrawn


def forget_consents(membership_id: int) -> None:
    """Delete everything that the member said; part of the caller's erasure. No consent of theirs holds any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('peerdesk.erases_consents_of', %s, true)", [str(membership_id)])
        ConsentEntry.objects.filter(membership=membership_id).delete()
        cursor.execute("SELECT set_config('peerdesk.erases_consents_of', '', true)")


def _facts(member: Membership, purpose: str, wording: int) -> dict[str, Any]:
    return {
        "company": str(member.company_id),
        "actor": member.key,
        "member": member.pk,
        "purpose": str(purpose),
        "wording": wording,
    }


def _locked_last(member: Membership, purpose: str) -> ConsentEntry | None:
    """Lock the member's row and return what they said last about the purpose."""
    Membership.objects.select_for_update(no_key=True).get(pk=member.pk)
    return ConsentEntry.objects.filter(membership=member, purpose=purpose).order_by("-number").first()


def _append(
    member: Membership, purpose: str, last: ConsentEntry | None, said: str, wording: int, surface: str
) -> ConsentEntry:
    return ConsentEntry.objects.create(
        company_id=member.company_id,
        membership=member,
        purpose=purpose,
        number=last.number + 1 if last else 1,
        said=said,
        wording=wording,
        surface=surface,
        # A clock that was set back does not turn the order round.
        at=max(clock.now(), last.at) if last else clock.now(),
    )
