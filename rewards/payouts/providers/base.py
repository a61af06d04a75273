"""What a provider of payouts promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rewards.payouts.models import Payout


@dataclass(frozen=True)
class Arrived:
    """The payout is paid. `reference` is what the provider calls it."""

    reference: str = ""


@dataclass(frozen=True)
class Declined:
    """The payout was not and will not be paid. The reason is in the provider's words, or a code of wording.py."""

    reason: str


@dataclass(frozen=True)
class NotSent:
    """Nothing can have reached the provider: the same payout may be sent again later."""

    reason: str


@dataclass(frozen=True)
class Unclear:
    """The provider may have paid, or may still pay. It is asked again; it is never sent again."""

    reason: str


@dataclass(frozen=True)
class NeverHeardOf:
    """The provider says that it has never received a payout with this key."""


Answer = Arrived | Declined | NotSent | Unclear | NeverHeardOf


class Provider(Protocol):
    """Pays out. The key of the payout is the key of the call: a provider pays a key once, however often it hears it.

    A provider that is `by_hand` is never sent anything: an admin does it and says what came of it.
    """

    by_hand: bool

    def address(self, payout: Payout) -> str | None:
        """Return where the payout would be sent now, "" when it goes nowhere outside, None when it cannot be sent."""

    def send(self, payout: Payout) -> Answer:
        """Pay, at `sent_to`. Takes some seconds at most, writes nothing, raises nothing for what the other side does."""

    def ask(self, payout: Payout) -> Answer:
        """Find out, where it was sent, what became of a payout, without paying. Promises what `send` promises."""
