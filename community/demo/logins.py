"""Who can sign in to the demo. They work on the embedded stack only: nothing makes these people elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# One for everybody, printed at every start: it protects nothing.
DEMO_PASSWORD = "larks-like-ferns"


@dataclass(frozen=True)
class DemoLogin:
    """A person worth trying the demo as: a member of the company with this slug, and what they are there."""

    email: str
    company: str
    part: str | Promise


DEMO_LOGINS = (
    DemoLogin("rosa@lark.example", "lark", _("customer of both companies")),
    DemoLogin("tunde@lark.example", "lark", _("helper")),
    DemoLogin("mei@lark.example", "lark", _("moderator")),
    DemoLogin("joao@lark.example", "lark", _("second moderator, for appeals")),
    DemoLogin("ada@lark.example", "lark", _("admin")),
    DemoLogin("nadia@lark.example", "lark", _("second admin, for price lists and large payouts")),
    DemoLogin("jonas@fern.example", "fern", _("customer")),
    DemoLogin("henrike@fern.example", "fern", _("admin")),
    DemoLogin("tobias@fern.example", "fern", _("second admin, for price lists and large payouts")),
)
