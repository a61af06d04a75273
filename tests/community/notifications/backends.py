"""Mail servers with a will of their own, for settings.EMAIL_BACKEND."""

from __future__ import annotations

import smtplib
from typing import Any, ClassVar

from django.core.mail.backends.base import BaseEmailBackend


class Picky(BaseEmailBackend):
    """Raises for some addresses and takes the rest."""

    errors: ClassVar[dict[str, Exception]] = {}
    taken: ClassVar[list[Any]] = []

    def send_messages(self, email_messages: Any) -> int:
        for message in email_messages:
            (address,) = message.to
            if address in self.errors:
                raise self.errors[address]
            self.taken.append(message)
        return len(email_messages)


def no_such_mailbox(address: str) -> Exception:
    return smtplib.SMTPRecipientsRefused({address: (550, b"no such mailbox")})


def mailbox_full(address: str) -> Exception:
    return smtplib.SMTPRecipientsRefused({address: (452, b"mailbox full")})
