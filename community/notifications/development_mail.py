"""Mails without a mail server: printed where the product was started, and kept as files that /mail/ shows."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import slugify

from community import clock

logger = logging.getLogger(__name__)

MOST_KEPT: Final = 200
MOST_SHOWN: Final = 50
_RULE: Final = "=" * 78
_STAMP: Final = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class KeptMail:
    """A mail as it was to be sent; `name` is the part of its address below /mail/."""

    name: str
    sender: str
    recipients: str
    subject: str
    text: str
    made_at: datetime


class Backend(BaseEmailBackend):
    """Prints and keeps mails instead of sending them. For the embedded stack only: sign-in codes stand in them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Print and keep the mails; return how many. A folder that cannot be written costs the files, not the mails."""
        for message in email_messages:
            _print(message)
            try:
                _keep(message)
            except OSError as error:
                logger.warning("A mail could not be kept in %s: %s", settings.MAIL_DIR, error)
        return len(email_messages)


def newest_mails() -> list[KeptMail]:
    """Return the newest kept mails, the newest first."""
    kept = (kept_mail(path.stem) for path in _paths()[:MOST_SHOWN])
    return [mail for mail in kept if mail is not None]


def kept_mail(name: str) -> KeptMail | None:
    """Return one kept mail; None when there is none of that name."""
    if slugify(name) != name.lower():
        return None
    try:
        content = (Path(settings.MAIL_DIR) / f"{name}.eml").read_bytes()
        made_at = datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None
    parsed: Any = message_from_bytes(content, policy=policy.default)
    return KeptMail(
        name=name,
        sender=str(parsed["From"] or ""),
        recipients=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        text=_text_of(parsed),
        made_at=made_at,
    )


def _text_of(parsed: ParsedMail) -> str:
    body = parsed.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""


def _paths() -> list[Path]:
    return sorted(Path(settings.MAIL_DIR).glob("*.eml"), reverse=True)


def _keep(message: EmailMessage) -> None:
    folder = Path(settings.MAIL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{clock.now():{_STAMP}}-{secrets.token_hex(4)}.eml"
    # Written aside first: a page that is loaded meanwhile shall not see half a mail.
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(message.message().as_bytes())
    unfinished.rename(path)
    for old in _paths()[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def _print(message: EmailMessage) -> None:
    lines = [
        "",
        _RULE,
        f"A mail that is not really sent, to {', '.join(message.recipients())}",
        f"Subject: {message.subject}",
        _RULE,
        str(message.body).rstrip(),
        _RULE,
        "",
    ]
    text = "\n".join(lines)
    # The process's own output: a worker turns sys.stdout into lines of its log.
    terminal = sys.__stdout__
    if terminal is None:
        return
    encoding = terminal.encoding or "utf-8"
    # A terminal that cannot write a letter must not cost anybody their sign-in code.
    terminal.write(text.encode(encoding, "backslashreplace").decode(encoding))
    terminal.flush()
