"""What a company's admins set up for payouts. Every change is audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_administer
from community import clock
from community.web.errors import NotAllowed
from community.web.outbound import AddressRefused, check_address
from community.web.signing import new_secret
from rewards.payouts.models import Charity, CreditWebhook, Payout, PayoutRules


@transaction.atomic
def change_rules(*, admin: Membership, wanted: Mapping[str, Any]) -> PayoutRules:
    """Store the company's rules. Requests that are under way keep the rules under which they were made. Audited.

    Raises NotAllowed for everybody but admins, and with the sentences of rules that cannot be.
    """
    check_may_administer(admin)
    PayoutRules.objects.bulk_create([PayoutRules(company=admin.company)], ignore_conflicts=True)
    rules = PayoutRules.objects.select_for_update(no_key=True).get(company=admin.company_id)
    before = {name: _fact(getattr(rules, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(rules, name, value)
    after = {name: _fact(getattr(rules, name)) for name in wanted}
    changed = {name for name in wanted if before[name] != after[name]}
    if not changed:
        return rules
    try:
        rules.full_clean()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    rules.save(update_fields=sorted(changed))
    _audit(admin, "payout.rules_changed", rules.pk, {n: before[n] for n in changed}, {n: after[n] for n in changed})
    return rules


@dataclass(frozen=True)
class WebhookSet:
    """The company's webhook, and whether its secret was made just now: the one moment at which it may be shown."""

    webhook: CreditWebhook
    secret_is_new: bool


def set_webhook(*, admin: Membership, url: str, new_key: bool = False) -> WebhookSet:
    """Set where account credit is sent. The secret stays, unless there is none or a new one is wanted. Audited.

    Raises NotAllowed for everybody but admins, and for addresses that Peerdesk does not call. Not within a transaction:
    finding out where an address leads takes seconds.
    """
    check_may_administer(admin)
    try:
        check_address(url)
    except AddressRefused as refusal:
        raise NotAllowed(str(refusal)) from refusal
    return _store_webhook(admin, url, new_key)


@transaction.atomic
def _store_webhook(admin: Membership, url: str, new_key: bool) -> WebhookSet:
    fresh = CreditWebhook(company=admin.company, url=url, secret=new_secret(), changed_at=clock.now())
    CreditWebhook.objects.bulk_create([fresh], ignore_conflicts=True)
    known = CreditWebhook.objects.select_for_update(no_key=True).get(company=admin.company_id)
    is_first = known.secret == fresh.secret
    if not is_first and known.url == url and not new_key:
        return WebhookSet(known, secret_is_new=False)
    facts = {"url": "" if is_first else known.url}
    if new_key:
        known.secret = fresh.secret
    known.url, known.changed_at = url, fresh.changed_at
    known.save(update_fields=["url", "secret", "changed_at"])
    _audit(admin, "payout.webhook_changed", known.pk, facts, {"url": url, "new_secret": is_first or new_key})
    return WebhookSet(known, secret_is_new=is_first or new_key)


@transaction.atomic
def create_charity(*, admin: Membership, name: str, about: str, is_active: bool) -> Charity:
    """Add an organisation that members may give to. Audited. Raises NotAllowed, also for a name that is there already."""
    check_may_administer(admin)
    charity = Charity(company=admin.company, name=name, about=about, is_active=is_active)
    _save(charity)
    _audit(admin, "charity.created", charity.pk, {}, {"name": name, "active": is_active})
    return charity


@transaction.atomic
def change_charity(*, admin: Membership, charity: Charity, name: str, about: str, is_active: bool) -> Charity:
    """Rename a charity, or let it take gifts or none. What was given to it stays. Audited.

    Raises NotAllowed, also for another name once somebody has given or asked to give: their gift would be another's.
    """
    check_may_administer(admin)
    if charity.company_id != admin.company_id:
        raise NotAllowed(_("This belongs to another community."))
    known = Charity.objects.select_for_update(no_key=True).get(pk=charity.pk)
    if name != known.name and Payout.objects.filter(charity=known).exists():
        raise NotAllowed(
            _("Members have given to this charity under its name. Add a charity with the other name instead.")
        )
    before = {"name": known.name, "active": known.is_active}
    charity.name, charity.about, charity.is_active = name, about, is_active
    _save(charity)
    _audit(admin, "charity.changed", charity.pk, before, {"name": name, "active": is_active})
    return charity


def _save(charity: Charity) -> None:
    try:
        with transaction.atomic():
            charity.save()
    except IntegrityError as error:
        raise NotAllowed(_("There is a charity with this name already.")) from error


def _audit(admin: Membership, action: str, target: object, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    kind = "charity" if action.startswith("charity") else "payout_rules"
    audit_act(admin, action, target_kind=kind, target_id=target, before=before, after=after)


def _fact(value: Any) -> Any:
    return value.pk if isinstance(value, Charity) else value
