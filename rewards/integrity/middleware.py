"""Leaving a trace when a member asks, answers, accepts or votes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from community.web.address import UNKNOWN, client_address
from rewards.integrity.actions.trace import leave_trace

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# What the page about fairness names: nothing else that members do here leaves a trace.
_ACTS = frozenset({"questions:ask", "questions:answer", "questions:accept", "questions:vote"})
_REFUSED = 400


class LeaveTrace:
    """Notes from where members ask, answer, accept and vote, nothing else. Belongs behind ReaderMiddleware.

    A trace that cannot be written is no reason to fail a request that has done its work.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, then note it."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < _REFUSED:
            self._note(request)
        return response

    def _note(self, request: HttpRequest) -> None:
        match = request.resolver_match
        member = getattr(getattr(request, "reader", None), "member", None)
        address = client_address(request)
        if match is None or match.view_name not in _ACTS or member is None or address == UNKNOWN:
            return
        try:
            leave_trace(member=member, address=address, browser=request.META.get("HTTP_USER_AGENT", ""))
        except DatabaseError:
            logger.warning("No trace was left of %s.", request.path, exc_info=True)
