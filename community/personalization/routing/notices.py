"""Who hears of offers. Everybody can switch the mails off; whoever agreed to be asked has them in the inbox."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community import clock
from community.events.models import Event
from community.personalization.routing.models import Offer
from community.web.registries.notices import Category, Notice, notice

OFFERS = Category("offers", _("Questions that you may know the answer to"))


@notice(
    "offer.made",
    name="offer_made",
    category=OFFERS,
    title=_("You may know the answer to this question"),
    purpose=Purpose.ROUTING,
)
def offer_made(event: Event) -> Notice | None:
    """Tell the helper, while the offer stands and they still want to be asked."""
    member = event.payload["member"]
    offer = Offer.objects.filter(company_id=int(event.company), pk=event.payload["offer"]).standing(clock.now())
    if not offer.filter(state=Offer.State.MADE).exists() or not has_consent(member, Purpose.ROUTING):
        return None
    return Notice([member], "routing:offers")
