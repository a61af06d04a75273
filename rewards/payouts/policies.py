"""Who may take out points, how and when. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.policies import check_may_administer, check_not_suspended
from community import clock
from community.web.errors import NotAllowed
from rewards.payouts.iban import has_length_of_its_country, has_right_check_digits
from rewards.payouts.models import Payout, PayoutDetails, PayoutRules
from rewards.payouts.months import days_in


class PartRefused(NotAllowed):
    """One part of a request cannot be; `method` says which, so that the sentence stands beside its field."""

    def __init__(self, method: str, sentence: str) -> None:
        super().__init__(sentence)
        self.method = method


class DetailsRefused(NotAllowed):
    """One of the payout details cannot be; `field` says which, so that the sentence stands beside it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Window:
    """A stretch of days, both included, in which cash can be asked for."""

    first: date
    last: date


def window_at(rules: PayoutRules, day: date) -> Window | None:
    """Return the window for cash that is open on the day, or opens next; None where it is always open."""
    if not rules.cash_months:
        return None
    for ahead in range(13):
        count = day.year * 12 + day.month - 1 + ahead
        year, month = count // 12, count % 12 + 1
        last = date(year, month, min(rules.last_day, days_in(year, month)))
        if month in rules.cash_months and last >= day:
            return Window(date(year, month, rules.first_day), last)
    raise ValueError("The rules name no month of a year.")


def cash_is_open(rules: PayoutRules, day: date) -> bool:
    """Return whether cash can be asked for on the day."""
    window = window_at(rules, day)
    return window is None or window.first <= day


def check_can_request(member: Membership) -> None:
    """Raise NotAllowed unless the member is a person who may act here now."""
    if member.kind != Membership.Kind.PERSON:
        raise NotAllowed(_("This member cannot take out points."))
    check_not_suspended(member)


def check_threshold(rules: PayoutRules, method: str, points: int) -> None:
    """Raise PartRefused for fewer points than the method takes."""
    least = least_points(rules, method)
    if points < least:
        sentence = ngettext("Take out at least %(count)d point.", "Take out at least %(count)d points.", least)
        raise PartRefused(method, sentence % {"count": least})


def least_points(rules: PayoutRules, method: str) -> int:
    """Return the fewest points that the method takes."""
    by_method = {Payout.Method.CASH: rules.threshold, Payout.Method.CREDIT: rules.credit_threshold}
    return by_method.get(Payout.Method(method), rules.charity_threshold)


def check_cash(
    rules: PayoutRules,
    details: PayoutDetails | None,
    *,
    day: date,
    moment: datetime,
    cashed_this_year: int,
    points: int,
) -> None:
    """Raise PartRefused, for a payout as cash, outside the window and without sound details of some age."""
    cash = Payout.Method.CASH
    if not rules.offers_cash:
        raise PartRefused(cash, _("This community does not pay out cash."))
    if not cash_is_open(rules, day):
        window = window_at(rules, day)
        assert window is not None  # where it is always open, it is open now
        raise PartRefused(
            cash, _("Cash can be taken out again from %(day)s.") % {"day": date_format(window.first, "DATE_FORMAT")}
        )
    if details is None or not details.iban:
        raise PartRefused(cash, _("Enter your bank account first, under payout details."))
    if rules.asks_age and not details.is_of_age:
        raise PartRefused(cash, _("Cash is for adults only. You can choose a gift to charity instead."))
    if rules.countries and details.country not in rules.countries:
        raise PartRefused(cash, _("We cannot pay into accounts of this country. You can choose a gift to charity."))
    check_age_of_details(rules, details, cash, moment)
    if rules.yearly_most and cashed_this_year + points > rules.yearly_most:
        left = max(0, rules.yearly_most - cashed_this_year)
        sentence = ngettext(
            "You can take out %(count)d more point as cash this year.",
            "You can take out %(count)d more points as cash this year.",
            left,
        )
        raise PartRefused(cash, sentence % {"count": left})


def check_age_of_details(rules: PayoutRules, details: PayoutDetails, method: str, moment: datetime) -> None:
    """Raise PartRefused while the details are too new: who has stolen an account must not take its points at once."""
    ready = details_ready_at(rules, details)
    if moment < ready:
        raise PartRefused(
            method,
            _("Your payout details changed lately. For your safety, nothing is paid to them until %(moment)s UTC.")
            % {"moment": date_format(ready, "DATETIME_FORMAT")},
        )


def details_ready_at(rules: PayoutRules, details: PayoutDetails) -> datetime:
    """Return the moment from which money goes to these details."""
    return details.changed_at + timedelta(hours=rules.details_wait_hours)


def check_can_decide(admin: Membership, payout: Payout) -> None:
    """Raise NotAllowed unless the member is an admin of the payout's company, and it is somebody else's."""
    check_may_administer(admin)
    if admin.company_id != payout.company_id:
        raise NotAllowed(_("This belongs to another community."))
    if admin.pk == payout.member_id:
        raise NotAllowed(_("Nobody decides about their own payout. Another admin has to."))


def check_can_approve(admin: Membership, payout: Payout) -> None:
    """Raise NotAllowed unless the admin's approval is still wanted. Above the limit two different admins are."""
    check_can_decide(admin, payout)
    if payout.state != Payout.State.REQUESTED:
        raise NotAllowed(_("This payout does not wait for approval any more."))
    if payout.approved_by_id == admin.pk:
        raise NotAllowed(_("You have approved this payout already. It is large, so a second admin has to."))
    if payout.member.is_suspended(clock.now()):
        raise NotAllowed(_("This member is suspended. Refuse the payout, or wait until the suspension is over."))
    if payout.charity is not None and not payout.charity.is_active:
        raise NotAllowed(
            _("This charity takes no gifts any more. Refuse the payout, so that the member can choose another.")
        )


def check_can_refuse(admin: Membership, payout: Payout) -> None:
    """Raise NotAllowed unless the payout can still be refused: nothing of it has been sent."""
    check_can_decide(admin, payout)
    if payout.state not in {Payout.State.REQUESTED, Payout.State.APPROVED}:
        raise NotAllowed(_("This payout has been sent or settled already."))


def check_can_cancel(member: Membership, payout: Payout) -> None:
    """Raise NotAllowed unless it is the member's own and nobody has begun to decide."""
    if member.pk != payout.member_id:
        raise NotAllowed(_("This is not your payout."))
    if payout.state != Payout.State.REQUESTED or payout.approved_by_id is not None:
        raise NotAllowed(_("This payout is being processed already and cannot be cancelled."))


def check_details(holder: str, iban: str) -> None:
    """Raise DetailsRefused unless account holder and tidied IBAN are both there and sound, or both missing."""
    if iban and not has_length_of_its_country(iban):
        raise DetailsRefused("iban", _("This is no complete IBAN. It begins with two letters and two digits."))
    if iban and not has_right_check_digits(iban):
        raise DetailsRefused("iban", _("This IBAN has a typing mistake: its check digits do not fit."))
    if iban and not holder:
        raise DetailsRefused("holder", _("Write whose account this is."))
    if holder and not iban:
        raise DetailsRefused("iban", _("Write the IBAN of the account."))
