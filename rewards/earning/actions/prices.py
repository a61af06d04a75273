"""Writing price lists, and putting them into force."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_administer
from community import clock
from community.events.record import record
from community.web.errors import NotAllowed
from rewards.earning.actions.program import program_of
from rewards.earning.events import PriceListActivated
from rewards.earning.models import PriceList
from rewards.earning.policies import check_can_activate, check_is_draft
from rewards.earning.pricing import Prices


@transaction.atomic
def draft_prices(*, admin: Membership, prices: Prices) -> PriceList:
    """Write a new draft, which changes nothing until it is in force. Writes an audit entry. Raises NotAllowed."""
    check_may_administer(admin)
    program_of(admin.company)
    last = PriceList.objects.of(admin.company).aggregate(last=Max("version"))["last"] or 0
    draft = PriceList(company=admin.company, version=last + 1, author=admin, **asdict(prices))
    _check_sound(draft)
    draft.save()
    _audit(admin, draft, "price_list.drafted", before={}, after=asdict(prices))
    return draft


@transaction.atomic
def change_draft(*, admin: Membership, draft: PriceList, prices: Prices) -> PriceList:
    """Change a draft; whoever does is its author, so that somebody else has to approve it.

    Writes an audit entry, unless nothing changed. Raises NotAllowed for a list that was in force.
    """
    check_may_administer(admin)
    draft = _locked(admin, draft)
    check_is_draft(draft)
    before, after = asdict(draft.prices), asdict(prices)
    changed = {name: value for name, value in after.items() if before[name] != value}
    if not changed:
        return draft
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.author = admin
    _check_sound(draft)
    draft.save(update_fields=[*changed, "author"])
    _audit(admin, draft, "price_list.changed", before={name: before[name] for name in changed}, after=changed)
    return draft


@transaction.atomic
def discard_draft(*, admin: Membership, draft: PriceList) -> None:
    """Delete a draft. Writes an audit entry. Raises NotAllowed for a list that was in force."""
    check_may_administer(admin)
    draft = _locked(admin, draft)
    check_is_draft(draft)
    _audit(admin, draft, "price_list.discarded", before={"version": draft.version}, after={})
    draft.delete()


@transaction.atomic
def activate_prices(*, admin: Membership, draft: PriceList, seen: str | None = None) -> PriceList:
    """Put a draft into force and retire the list before it; deeds are decided by it from now on.

    This month keeps its pot. `seen` is the digest of the draft that the admin was shown. Records PriceListActivated and an
    audit entry. Raises NotAllowed for the author of the draft, and when it was changed since it was seen.
    """
    check_may_administer(admin)
    draft = _locked(admin, draft)
    check_can_activate(admin, draft)
    if seen is not None and seen != draft.digest:
        raise NotAllowed(_("The draft was changed since you opened this page. Look at it again."))
    now = clock.now()
    before = PriceList.objects.of(admin.company).active().first()
    if before is not None:
        before.state, before.retired_at = PriceList.State.RETIRED, now
        before.save(update_fields=["state", "retired_at"])
    draft.state, draft.activated_by, draft.activated_at = PriceList.State.ACTIVE, admin, now
    draft.save(update_fields=["state", "activated_by", "activated_at"])
    record(
        PriceListActivated(company=admin.company.key, actor=admin.key, version=draft.version, author=draft.author_id)
    )
    _audit(
        admin,
        draft,
        "price_list.activated",
        before={"version": before.version if before else None},
        after={"version": draft.version, "author": draft.author_id},
    )
    return draft


def _locked(admin: Membership, draft: PriceList) -> PriceList:
    """Return the list as it is now. Everything about prices waits for the programme's lock, as deciding does."""
    if draft.company_id != admin.company_id:
        raise NotAllowed(_("This belongs to another community."))
    program_of(admin.company)
    found = PriceList.objects.filter(pk=draft.pk).first()
    if found is None:
        raise NotAllowed(_("Somebody has discarded this draft."))
    return found


def _check_sound(draft: PriceList) -> None:
    """Raise NotAllowed with the sentences of the model's own rules."""
    try:
        draft.clean_fields()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error


def _audit(admin: Membership, draft: PriceList, action: str, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit_act(admin, action, target_kind="price_list", target_id=draft.pk, before=before, after=after)
