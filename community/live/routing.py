"""The way of a socket: sockets pass no middleware, so its company, its origin and its prefix are seen to here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from channels.security.websocket import WebsocketDenier
from channels.sessions import CookieMiddleware
from django.db import Error as DatabaseAway
from django.http.request import split_domain_port
from django.urls import get_script_prefix, set_script_prefix

from accounts.tenancy import Place, locate
from community.live.consumers import LiveConsumer
from community.live.database import in_database
from community.live.origin import comes_from_our_page, host_of

logger = logging.getLogger(__name__)

SOCKET_PATH: Final = "/live/"

Scope = dict[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]


class CompanySockets:
    """Lets our own pages' sockets into their company; refuses all others before they are accepted."""

    def __init__(self, inner: App) -> None:
        self._inner = inner
        self._deny: App = WebsocketDenier.as_asgi()

    async def __call__(
        self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        """Serve the socket with scope["company"] and the company's prefix, as CompanyMiddleware serves a request."""
        place = await self._place(scope)
        if place is None:
            await self._deny(scope, receive, send)
            return
        before = get_script_prefix()
        set_script_prefix(place.prefix or "/")
        try:
            inside = {**scope, "company": place.company, "root_path": place.prefix.rstrip("/")}
            await self._inner(inside, receive, send)
        finally:
            set_script_prefix(before)

    async def _place(self, scope: Scope) -> Place | None:
        if not comes_from_our_page(scope):
            return None
        domain, _port = split_domain_port(host_of(scope))
        try:
            place = await in_database(locate)(domain, scope["path"])
        except DatabaseAway:
            logger.warning("Live: a socket was refused because the database is away.", exc_info=True)
            return None
        return place if place.company is not None and place.rest == SOCKET_PATH else None


sockets = CompanySockets(CookieMiddleware(LiveConsumer.as_asgi()))
