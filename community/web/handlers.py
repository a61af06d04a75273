"""The doors between a server and Django, for requests so broken that Django fails before any middleware sees them.

Import this only after django.setup().
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from community.web.errors import error_page


class _Utf8(HttpRequest):
    """Never reads text in another encoding that a client names: some of them, such as "hex", are none and raise."""

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class _WSGIRequest(_Utf8, WSGIRequest):
    pass


class _ASGIRequest(_Utf8, ASGIRequest):
    pass


class PagesWSGIHandler(WSGIHandler):
    """The pages for a WSGI server."""

    request_class = _WSGIRequest


class PagesASGIHandler(ASGIHandler):
    """The pages for an ASGI server."""

    request_class = _ASGIRequest

    async def read_body(self, receive: Callable[[], Awaitable[Any]]) -> Any:
        """Keep one byte more than a body may have, which is enough to refuse it, and drop the rest as it arrives."""
        room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1

        async def receive_within_room() -> Any:
            nonlocal room
            message = await receive()
            if message["type"] == "http.request":
                message = {**message, "body": message.get("body", b"")[:room]}
                room -= len(message["body"])
            return message

        return await super().read_body(receive_within_room)

    def create_request(self, scope: Mapping[str, Any], body_file: Any) -> tuple[Any, Any]:
        """Return the request and no answer, or no request and the answer in a sentence."""
        request, refusal = super().create_request(scope, body_file)
        return request, self._in_words(refusal) if refusal else None

    def _in_words(self, refusal: HttpResponseBase) -> HttpResponse:
        sentence = _("The address is not valid UTF-8.") if refusal.status_code == 400 else ""
        return error_page(HttpRequest(), refusal.status_code, sentence=sentence, plain=True)
