"""The id of a request: on error pages, in the answer's headers and in every line that is logged for it."""

from __future__ import annotations

import logging
import re
import uuid
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest

_ACCEPTABLE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="-")


def choose_request_id(offered: str) -> str:
    """Return the id that a proxy or client offered if it is harmless in logs and headers, otherwise a new one."""
    return offered if _ACCEPTABLE.fullmatch(offered) else uuid.uuid4().hex


def request_id(request: HttpRequest) -> str:
    """Return the id that the RequestId middleware gave the request, or "" where it has not run."""
    return getattr(request, "request_id", "")


class RequestIdFilter(logging.Filter):
    """Gives every log record `request_id`: "-" outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        # Django logs a request's end after its middleware is done, but passes the request along.
        record.request_id = getattr(getattr(record, "request", None), "request_id", current_request_id.get())
        return True
