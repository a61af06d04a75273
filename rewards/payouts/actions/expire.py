"""Letting points expire that nobody has moved for the company's time, after two warnings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from accounts.models import Company
from community import clock
from community.events.record import record
from rewards.ledger.actions.balances import lock_balances
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef, Freeze
from rewards.payouts.events import PointsExpired, PointsExpireSoon
from rewards.payouts.models import ExpiryWarning, PayoutRules
from rewards.payouts.months import today_of
from rewards.payouts.queries.dormant import Dormant, dormant_points
from rewards.payouts.queries.rules import rules_of

# So long before the day the warnings come, and so long each gives at least, also when they come late.
_FIRST: Final = timedelta(days=60)
_SECOND: Final = timedelta(days=14)
_BETWEEN: Final = timedelta(days=30)


def expire_dormant(company: Company) -> int:
    """Warn members whose points expire soon, and let those expire whose members were warned twice; return how many did.

    Each member is one transaction. Records PointsExpireSoon and PointsExpired. Safe to run at any time, any number of times.
    While payouts are frozen nobody can take points out, so none expire, and for two weeks after that neither.
    """
    rules = rules_of(company)
    if not rules.expiry_months or _frozen_lately(company):
        return 0
    today = today_of(company)
    return sum(_look_at(company, rules, dormant, today) for dormant in dormant_points(company, rules.expiry_months))


def _frozen_lately(company: Company) -> bool:
    since = clock.now() - _SECOND
    rows = Freeze.objects.filter(company=company)
    return rows.filter(Q(lifted_at__isnull=True) | Q(lifted_at__gt=since)).exists()


@transaction.atomic
def _look_at(company: Company, rules: PayoutRules, dormant: Dormant, today: date) -> bool:
    warned = {
        warning.number: warning.warned_at
        for warning in ExpiryWarning.objects.filter(
            company=company, member=dormant.member, expires_on=dormant.expires_on
        )
    }
    now = clock.now()
    if 1 not in warned:
        if today >= dormant.expires_on - _FIRST:
            _warn(company, dormant, 1)
    elif 2 not in warned:
        if today >= dormant.expires_on - _SECOND and now - warned[1] >= _BETWEEN:
            _warn(company, dormant, 2)
    elif today >= dormant.expires_on and now - warned[2] >= _SECOND:
        return _expire(company, rules, dormant)
    return False


def _warn(company: Company, dormant: Dormant, number: int) -> None:
    """Write the warning and record it; a worker that comes second finds it written and tells nobody."""
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    _row, is_new = ExpiryWarning.objects.get_or_create(
        company=company,
        member_id=dormant.member,
        expires_on=dormant.expires_on,
        number=number,
        defaults={"warned_at": clock.now()},
    )
    if is_new:
        record(
            PointsExpireSoon(
                company=company.key,
                actor="",
                member=dormant.member,
                points=dormant.points,
                expires_on=dormant.expires_on.isoformat(),
                warning=number,
            )
        )


def _expire(company: Company, rules: PayoutRules, dormant: Dormant) -> bool:
    """Move the points out, unless something moved them since they were looked at."""
    charity = rules.expiry_charity if rules.expiry_charity and rules.expiry_charity.is_active else None
    to = AccountRef(Account.Kind.CHARITY, purpose=str(charity.pk)) if charity else AccountRef(Account.Kind.EXPIRED)
    own = AccountRef(Account.Kind.AVAILABLE, dormant.member)
    lock_balances(company, [to, own])
    if dormant not in dormant_points(company, rules.expiry_months, member=dormant.member):
        return False
    post(
        company=company,
        kind="expire",
        source=("expiry", f"{dormant.member}:{dormant.expires_on}"),
        legs={own: -dormant.points, to: dormant.points},
    )
    record(
        PointsExpired(
            company=company.key,
            actor="",
            member=dormant.member,
            points=dormant.points,
            charity=charity.pk if charity else None,
        )
    )
    return True
