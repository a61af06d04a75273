"""What makes a request unreadable, whatever it asks for: found before anything looks at it, and said in a sentence."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_BAD_REQUEST: Final = 400
_TOO_LARGE: Final = 413
_MOST_DIGITS: Final = 18
_TOO_LARGE_SENTENCE: Any = gettext_lazy(
    "You sent more than can be taken in one go. Shorten your text or send it in parts."
)
_UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")
_UNPARSEABLE: Final = (MultiPartParserError, UnreadablePostError, BadRequest, UnicodeError)


class Unsound(Exception):
    """The request cannot be understood; carries the status and the sentence of the answer."""

    def __init__(self, sentence: Any, code: int = _BAD_REQUEST) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def check_head(request: HttpRequest) -> None:
    """Raise Unsound for a host, length, encoding, path, query or cookie that would trip something further in."""
    try:
        request.get_host()
    except DisallowedHost:
        raise Unsound(_("This address does not belong to this service.")) from None
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise Unsound(_("The length of the request is not a number."))
    # No form takes files: a body that is too large need not be received to be refused.
    if len(length) > _MOST_DIGITS or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise Unsound(_TOO_LARGE_SENTENCE, _TOO_LARGE)
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        raise Unsound(_("Please send text as UTF-8."))
    _check_text(request.path_info)
    _check_text(request.META.get("SCRIPT_NAME", ""))
    _check_query(request)
    for name, value in request.COOKIES.items():
        _check_text(name)
        _check_text(value)


def check_body(request: HttpRequest) -> None:
    """Read the form, if the body is one. Raise Unsound when it is too large or broken; other bodies are left alone."""
    try:
        request.POST  # noqa: B018  reading it is what parses the body
    except RequestDataTooBig:
        _forget_body(request)
        raise Unsound(_TOO_LARGE_SENTENCE, _TOO_LARGE) from None
    except (TooManyFieldsSent, TooManyFilesSent):
        _forget_body(request)
        raise Unsound(_("The form has too many fields or files.")) from None
    except _UNPARSEABLE:
        _forget_body(request)
        raise Unsound(_("The form arrived damaged. Please send it again.")) from None


def _check_text(text: str) -> None:
    if _UNREADABLE.search(text):
        raise Unsound(_("The address or a cookie holds characters that cannot be read."))


def _check_query(request: HttpRequest) -> None:
    """Refuse what is not UTF-8 once the escapes are undone: Django would guess an encoding or put in question marks."""
    query = request.META.get("QUERY_STRING", "")
    # A WSGI server passes bytes on as if they were Latin-1.
    raw = query.encode("latin-1" if isinstance(request, WSGIRequest) else "utf-8", "replace")
    try:
        text = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise Unsound(_("The address is not valid UTF-8.")) from None
    _check_text(text)
    try:
        request.GET  # noqa: B018  reading it is what counts the parameters
    except TooManyFieldsSent:
        raise Unsound(_("The address has too many parameters.")) from None


def _forget_body(request: HttpRequest) -> None:
    # Or whoever reads the form next, such as the error page, would run into the same error.
    request._mark_post_parse_error()  # type: ignore[attr-defined]  # the stubs leave it out
