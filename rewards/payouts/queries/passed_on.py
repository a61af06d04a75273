"""What a company passes on to its members of what their answers saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import Company
from rewards.earning.models import Earning, Program
from rewards.earning.money import digits_of


@dataclass(frozen=True)
class PassedOn:
    """The points that were earned in a time, and what they are worth, also in the currency's unit, such as pounds."""

    points: int
    program: Program

    @property
    def amount(self) -> Decimal:
        """Return what the points are worth."""
        minor = self.points * self.program.minor_units_per_point
        return Decimal(minor).scaleb(-digits_of(self.program.currency))

    def share_of(self, value: Decimal) -> Decimal | None:
        """Return how many percent of the value the points are worth; None of nothing."""
        return 100 * self.amount / value if value else None


def passed_on(company: Company, begins: datetime, ends: datetime) -> PassedOn | None:
    """Return what was earned from the one moment up to the other; None where no programme runs. One query.

    Counted is what still stands: refused and voided awards are not passed on, held ones may be.
    """
    earned = Earning.objects.standing().filter(company=OuterRef("company"), decided_at__gte=begins, decided_at__lt=ends)
    points = earned.order_by().values("company").annotate(sum=Sum("points")).values("sum")
    program = (
        Program.objects.filter(company=company, is_running=True)
        .annotate(earned=Coalesce(Subquery(points, output_field=IntegerField()), 0))
        .first()
    )
    if program is None:
        return None
    return PassedOn(points=program.earned, program=program)
