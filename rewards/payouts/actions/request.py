"""Asking for a payout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from community import clock
from community.web.errors import NotAllowed
from rewards.earning.models import Program
from rewards.ledger.actions.balances import lock_balance
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.ledger.models.transfer import MOST_POINTS
from rewards.ledger.policies import check_payouts_run
from rewards.payouts.actions.steps import Step, note, tell
from rewards.payouts.events import PayoutRequested
from rewards.payouts.models import Charity, Payout, PayoutDetails, PayoutRules
from rewards.payouts.months import today_of
from rewards.payouts.policies import PartRefused, check_age_of_details, check_can_request, check_cash, check_threshold
from rewards.payouts.queries.payouts import cashed_this_year, details_of, made_by, points_lately
from rewards.payouts.queries.rules import methods_of, program_of, rules_of

MOST_PARTS = 3


@dataclass(frozen=True)
class Part:
    """So many points by one method; a gift names its charity."""

    method: str
    points: int
    charity: Charity | None = None


def request_payout(*, member: Membership, parts: Sequence[Part], submission: UUID) -> list[Payout]:
    """Set points of the member aside and ask the company's admins to pay them out: one payout for each part, all or none.

    The same `submission` sent again returns what it made; with other parts it is refused. Records PayoutRequested for
    each. Raises PartRefused, with the method whose part is the reason, or NotAllowed; nothing has moved then.
    """
    try:
        return _request(member, parts, submission)
    except IntegrityError:
        # Two copies of one form arrived together; the one that lost shows what the other made.
        twins = made_by(member, submission)
        if not twins:
            raise
        return _same(twins, parts)


@transaction.atomic
def _request(member: Membership, parts: Sequence[Part], submission: UUID) -> list[Payout]:
    available = lock_balance(member.company, AccountRef(Account.Kind.AVAILABLE, member.pk))
    twins = made_by(member, submission)
    if twins:
        return _same(twins, parts)
    member.refresh_from_db(fields=["kind", "suspended_until", "suspended_reason"])
    check_can_request(member)
    check_payouts_run(member.company)
    program = program_of(member.company)
    if program is None:
        raise NotAllowed(_("There are no rewards in this community."))
    rules, details = rules_of(member.company), details_of(member)
    _check_parts(member, parts, rules, details)
    _check_enough(parts, available)
    # Of all that was asked for lately: splitting it, also over requests, does not spare the second admin.
    asked = sum(part.points for part in parts) + points_lately(member)
    needs_second = asked >= rules.second_person_limit
    return [
        _set_aside(member, part, number, submission, program, details, needs_second=needs_second)
        for number, part in enumerate(parts)
    ]


def _same(twins: list[Payout], parts: Sequence[Part]) -> list[Payout]:
    """Return what a form has made before. Raises NotAllowed when it asks for something else now."""
    made = [(twin.method, twin.points, twin.charity_id) for twin in twins]
    if made != [(part.method, part.points, part.charity.pk if part.charity else None) for part in parts]:
        raise NotAllowed(_("This form has made a request already, with other points. Open it again to make another."))
    return twins


def _check_parts(member: Membership, parts: Sequence[Part], rules: PayoutRules, details: PayoutDetails | None) -> None:
    """Raise PartRefused for the first part that the company's rules do not allow."""
    if not 0 < len(parts) <= MOST_PARTS or len({part.method for part in parts}) < len(parts):
        raise NotAllowed(_("Write how many points you want to take out, and how."))
    offered = methods_of(member.company, rules)
    for part in parts:
        if isinstance(part.points, bool) or not isinstance(part.points, int) or not 0 < part.points <= MOST_POINTS:
            raise PartRefused(part.method, _("Write a whole number of points, at least 1."))
        if part.method not in offered:
            raise PartRefused(part.method, _("This community does not pay out in this way."))
        check_threshold(rules, part.method, part.points)
        if part.method == Payout.Method.CASH:
            check_cash(
                rules,
                details,
                day=today_of(member.company),
                moment=clock.now(),
                cashed_this_year=cashed_this_year(member),
                points=part.points,
            )
        elif part.method == Payout.Method.CHARITY:
            _check_charity(member, part)
        else:
            _check_credit(member, part, rules, details)


def _check_charity(member: Membership, part: Part) -> None:
    charity = part.charity
    if charity is None or not Charity.objects.open(member.company).filter(pk=charity.pk).exists():
        raise PartRefused(part.method, _("Choose one of the charities."))


def _check_credit(member: Membership, part: Part, rules: PayoutRules, details: PayoutDetails | None) -> None:
    """Raise PartRefused without a number to credit, or when the member entered it too lately."""
    if member.external_id:
        return
    if details is None or not details.customer_number:
        raise PartRefused(part.method, _("Enter your customer number first, under payout details."))
    check_age_of_details(rules, details, part.method, clock.now())


def _check_enough(parts: Sequence[Part], available: int) -> None:
    """Raise PartRefused, at the last part, when all together are more than the member has. Debts are nobody's to spend."""
    total = sum(part.points for part in parts)
    if total > available:
        has = max(0, available)
        sentence = ngettext(
            "You can take out %(count)d point at most.", "You can take out %(count)d points at most.", has
        )
        raise PartRefused(parts[-1].method, sentence % {"count": has})


def _set_aside(
    member: Membership,
    part: Part,
    number: int,
    submission: UUID,
    program: Program,
    details: PayoutDetails | None,
    *,
    needs_second: bool,
) -> Payout:
    payee, account = _destination(member, part, details)
    payout = Payout.objects.create(
        company=member.company,
        member=member,
        method=part.method,
        charity=part.charity if part.method == Payout.Method.CHARITY else None,
        points=part.points,
        amount_minor=part.points * program.minor_units_per_point,
        currency=program.currency,
        payee=payee,
        payee_account=account,
        needs_second=needs_second,
        submission=submission,
        part=number,
        requested_at=clock.now(),
    )
    post(
        company=member.company,
        kind="payout_request",
        source=("payout", str(payout.pk)),
        legs={
            AccountRef(Account.Kind.AVAILABLE, member.pk): -part.points,
            AccountRef(Account.Kind.PAYOUT_PENDING, member.pk): part.points,
        },
        actor=member,
        reason=part.method,
    )
    note(payout, Step.REQUESTED, actor=member)
    tell(PayoutRequested, payout, member)
    return payout


def _destination(member: Membership, part: Part, details: PayoutDetails | None) -> tuple[str, str]:
    """Return who gets the money and where, as it is now."""
    if part.method == Payout.Method.CASH:
        assert details is not None  # check_cash has seen to it
        return details.holder, details.iban
    if part.method == Payout.Method.CREDIT:
        return member.display_name, _customer_number(member, details)
    assert part.charity is not None  # _check_charity has seen to it
    return part.charity.name, ""


def _customer_number(member: Membership, details: PayoutDetails | None) -> str:
    """Return under which number the company's billing knows the member: what the company itself says goes first."""
    return member.external_id or (details.customer_number if details else "")
