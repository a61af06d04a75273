"""What a company's admins are told about its books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.moderation.queries import admins_of
from community.web.registries.notices import Category, Notice, notice

BOOKS = Category("books", _("The books of your community's points"), mailed=True)


@notice(
    "payouts.frozen",
    name="payouts_frozen",
    category=BOOKS,
    title=_("Payouts are stopped, because the books of points do not add up. Open it to read what was found"),
)
def payouts_frozen(event: Event) -> Notice | None:
    """Tell the admins, who alone can let payouts go on."""
    return Notice(admins_of(int(event.company)), "company_admin:ledger_freeze_change", (event.payload["freeze"],))
