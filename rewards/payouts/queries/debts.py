"""What an admin should know of a member before points leave."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import clock
from rewards.earning.models import Earning
from rewards.ledger.models import Account, Balance
from rewards.payouts.models import Payout


def with_debts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add to each payout the member's balance, and what of awards could not be taken back from it."""
    balances = Balance.objects.filter(
        account__member=OuterRef("member"), account__company=OuterRef("company"), account__kind=Account.Kind.AVAILABLE
    )
    short = Earning.objects.filter(member=OuterRef("member"), company=OuterRef("company"), shortfall__gt=0)
    sums = short.order_by().values("member").annotate(total=Sum(F("shortfall"))).values("total")
    known: QuerySet[Any] = rows.annotate(balance=Subquery(balances.values("posted")[:1]), shortfall=Subquery(sums[:1]))
    return known


def warnings_of(payout: Payout) -> list[str]:
    """Return sentences about the member of an undecided payout that came from with_debts(); none for others."""
    if payout.state != Payout.State.REQUESTED:
        return []
    said = []
    if payout.member.is_suspended(clock.now()):
        said.append(_("The member is suspended."))
    owed = max(0, -(getattr(payout, "balance", 0) or 0)) + (getattr(payout, "shortfall", 0) or 0)
    if owed:
        sentence = ngettext(
            "%(count)d point of taken back awards was spent already.",
            "%(count)d points of taken back awards were spent already.",
            owed,
        )
        said.append(sentence % {"count": owed})
    return said
