"""Reading what a page sends. The names in it lead to nothing but the few kinds below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from community.web.strict_json import BadJson, loads_strict

_LONGEST_NAME: Final = 60


class BadMessage(Exception):
    """The page sent what no page of ours sends."""


@dataclass(frozen=True)
class Subscribe:
    """The page shows these streams, each as of a version."""

    versions: dict[str, int]


@dataclass(frozen=True)
class Unsubscribe:
    """The page no longer shows these streams."""

    streams: list[str]


@dataclass(frozen=True)
class Ping:
    """The page asks whether anybody is there."""


def read_message(data: bytes) -> Subscribe | Unsubscribe | Ping | None:
    """Return the message; None for a type that is not known (a newer page may know more). Raises BadMessage.

    {"type": "subscribe", "streams": [["question:42", 7], ...]}, {"type": "unsubscribe", "streams": ["question:42", ...]},
    {"type": "ping"}.
    """
    try:
        content = loads_strict(data)
    except BadJson as error:
        raise BadMessage from error
    if not isinstance(content, dict) or not isinstance(content.get("type"), str):
        raise BadMessage
    if content["type"] == "subscribe":
        return Subscribe(dict(_pair(each) for each in _list(content)))
    if content["type"] == "unsubscribe":
        return Unsubscribe([_name(each) for each in _list(content)])
    return Ping() if content["type"] == "ping" else None


def _list(content: dict[str, Any]) -> list[Any]:
    streams = content.get("streams")
    if not isinstance(streams, list):
        raise BadMessage
    return streams


def _pair(each: Any) -> tuple[str, int]:
    if not isinstance(each, list) or len(each) != 2:
        raise BadMessage
    name, version = each
    # A boolean is a whole number to Python, and not to anybody else.
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadMessage
    return _name(name), version


def _name(each: Any) -> str:
    if not isinstance(each, str) or len(each) > _LONGEST_NAME:
        raise BadMessage
    return each
