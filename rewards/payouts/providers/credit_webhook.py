"""Account credit: a signed request to the company's own billing system (docs/rewards.md says what it has to answer)."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from community.web import outbound
from community.web.signing import signed_headers
from rewards.payouts.models import CreditWebhook, Payout
from rewards.payouts.providers.base import Answer, Arrived, Declined, NeverHeardOf, NotSent, Unclear
from rewards.payouts.queries.rules import webhook_of
from rewards.payouts.wording import ADDRESS_CHANGED, DECLINED, NO_ADDRESS, UNCLEAR, UNREACHABLE

_REFUSED: Final = frozenset({400, 404, 410, 422})
_NEVER_HEARD_OF: Final = 404
_LONGEST: Final = 200


class CreditWebhookProvider:
    """POST credits the customer; GET of the same address and "/<key>" tells what became of it."""

    by_hand = False

    def address(self, payout: Payout) -> str | None:
        """Return the company's address of now."""
        webhook = webhook_of(payout.company)
        return webhook.url if webhook else None

    def send(self, payout: Payout) -> Answer:
        """Send the credit once, under the payout's key."""
        webhook = webhook_of(payout.company)
        if webhook is None or webhook.url != payout.sent_to:
            return NotSent(NO_ADDRESS)
        body = json.dumps(_message(payout), separators=(",", ":"), sort_keys=True).encode()
        headers = {**signed_headers(webhook.secret, str(payout.pk), body), "Idempotency-Key": str(payout.pk)}
        outcome = outbound.send("POST", webhook.url, body=body, headers=headers)
        if isinstance(outcome, outbound.Answered) and outcome.status in _REFUSED:
            return Declined(_reason(_said(outcome.body)))
        return _read(outcome)

    def ask(self, payout: Payout) -> Answer:
        """Ask for the state of the payout's key where it was sent: another address knows nothing of it."""
        webhook = webhook_of(payout.company)
        if webhook is None:
            return Unclear(NO_ADDRESS)
        if not payout.sent_to:
            return Unclear(ADDRESS_CHANGED)
        outcome = _ask(webhook, payout)
        if isinstance(outcome, outbound.Answered) and outcome.status == _NEVER_HEARD_OF:
            return _never_heard_of(webhook, payout, _said(outcome.body))
        answer = _read(outcome)
        return Unclear(answer.reason) if isinstance(answer, NotSent) else answer


def _ask(webhook: CreditWebhook, payout: Payout) -> outbound.Outcome:
    headers = signed_headers(webhook.secret, f"ask-{payout.pk}", b"")
    return outbound.send("GET", _address_of(payout), headers=headers)


def _address_of(payout: Payout) -> str:
    """Return where the payout can be asked after: its key goes into the path, before whatever the address asks."""
    parts = urlsplit(payout.sent_to)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{payout.pk}"))


def _never_heard_of(webhook: CreditWebhook, payout: Payout, said: dict[str, Any]) -> Answer:
    """Return whether the system to which it was sent has not got it. One that was changed since proves nothing."""
    if said.get("status") != "unknown":
        return Unclear(UNCLEAR)
    is_as_it_was = webhook.url == payout.sent_to and payout.sent_at is not None and webhook.changed_at < payout.sent_at
    return NeverHeardOf() if is_as_it_was else Unclear(ADDRESS_CHANGED)


def _message(payout: Payout) -> dict[str, Any]:
    return {
        "type": "credit",
        "id": str(payout.pk),
        "customer": payout.payee_account,
        "amount_minor": payout.amount_minor,
        "currency": payout.currency,
        "points": payout.points,
        "requested_at": payout.requested_at.isoformat(),
    }


def _read(outcome: outbound.Outcome) -> Answer:
    """Return what an answer means. Only a plain word settles a payout; everything else is asked again."""
    if isinstance(outcome, outbound.NotSent):
        return NotSent(UNREACHABLE)
    if isinstance(outcome, outbound.Unknown):
        return Unclear(UNCLEAR)
    said = _said(outcome.body)
    if outcome.status in {200, 201} and said.get("status") == "paid":
        return Arrived(str(said.get("reference") or "")[:_LONGEST])
    if outcome.status in {200, 201} and said.get("status") == "refused":
        return Declined(_reason(said))
    return Unclear(UNCLEAR)


def _said(body: bytes) -> dict[str, Any]:
    """Return the JSON object that the other side wrote, or nothing."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _reason(said: dict[str, Any]) -> str:
    given = "".join(character for character in str(said.get("reason") or "") if character.isprintable())
    return given[:_LONGEST] or DECLINED
