"""What a company's admins set up for payouts. Every change is audited."""

from __future__ import annotations

from collections.abc import Mapping
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
from rewards.payouts.models import Charity, CreditWebhook, PayoutRules


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


@transaction.atomic
def set_webhook(*, admin: Membership, url: str) -> CreditWebhook:
    """Set where account credit is sent, with a new secret, which the caller shows once: it is on the returned row. Audited.

    Raises NotAllowed for everybody but admins, and for addresses that Peerdesk does not call.
    """
    check_may_administer(admin)
    try:
        check_address(url)
    except AddressRefused as refusal:
        raise NotAllowed(str(refusal)) from refusal
    before = CreditWebhook.objects.select_for_update(no_key=True).filter(company=admin.company_id).first()
    facts = {"url": before.url if before else ""}
    webhook, _made = CreditWebhook.objects.update_or_create(
        company=admin.company, defaults={"url": url, "secret": new_secret(), "changed_at": clock.now()}
    )
    _audit(admin, "payout.webhook_changed", webhook.pk, facts, {"url": webhook.url})
    return webhook


@transaction.atomic
def create_charity(*, admin: Membership, name: str, about: str, is_active: bool) -> Charity:
    """Add an organisation that members may give to. Audited. Raises NotAllowed, also for a name that is there already."""
    check_may_administer(admin)
    charity = Charity(company=admin.company, name=name, about=about, is_active=is_active)
    _save(charity)
    _audit(admin, "charity.created", charity.pk, {}, {"active": is_active})
    return charity


@transaction.atomic
def change_charity(*, admin: Membership, charity: Charity, name: str, about: str, is_active: bool) -> Charity:
    """Rename a charity, or let it take gifts or none. What was given to it stays. Audited. Raises NotAllowed."""
    check_may_administer(admin)
    if charity.company_id != admin.company_id:
        raise NotAllowed(_("This belongs to another community."))
    before = {"active": Charity.objects.get(pk=charity.pk).is_active}
    charity.name, charity.about, charity.is_active = name, about, is_active
    _save(charity)
    _audit(admin, "charity.changed", charity.pk, before, {"active": is_active})
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
