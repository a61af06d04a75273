"""Signatures on what Peerdesk sends to a company's own systems, in the manner of Standard Webhooks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Final

from community import clock

_PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32


def new_secret() -> str:
    """Return a fresh secret, as the receiving side enters it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(secret: str, message_id: str, body: bytes) -> dict[str, str]:
    """Return the headers that prove who sent the body, when, and under which id; the receiver drops what it has seen."""
    # The receiver's clock is real, wherever that of the community stands.
    stamp = str(int((clock.now() - clock.ahead()).timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(secret, message_id, stamp, body)}",
        "Content-Type": "application/json",
    }


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """Return the signature of a message, base64 of HMAC-SHA256 over id, time and body. Raises ValueError for no secret."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("This is no secret of a webhook.") from error
    digest = hmac.new(key, b".".join([message_id.encode(), stamp.encode(), body]), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
