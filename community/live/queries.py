"""What sockets ask the database: may this be watched, which version is it at, how much is unread."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Final, cast

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.reader import Reader
from community.events.models import Stream
from community.questions.models import Post, Question

# A company's key and the name of one of its streams.
Key = tuple[str, str]

_QUESTION: Final = re.compile(r"question:([1-9][0-9]{0,17})")
_OFFERS: Final = "offers:{member}"


def watchable(reader: Reader, streams: Iterable[str]) -> set[str]:
    """Return which of the streams the reader may watch. At most one query.

    Those of questions whose page the reader may open, and of what is offered to the member. Whatever is unknown, hidden,
    of another company or another member is left out, so that none of these can be told from the others.
    """
    streams = set(streams)
    own = streams & {_OFFERS.format(member=reader.member_id)} if reader.member_id is not None else set()
    by_id = {int(match[1]): stream for stream in streams if (match := _QUESTION.fullmatch(stream))}
    if not by_id:
        return own
    seen = Question.objects.of(reader.company).filter(post__in=Post.objects.visible_to(reader), pk__in=list(by_id))
    return own | {by_id[pk] for pk in seen.values_list("pk", flat=True)}


def versions_of(keys: Collection[Key]) -> dict[Key, int]:
    """Return the version each stream is at; streams without events are missing. One query."""
    rows = Stream.objects.filter(company__in={company for company, _ in keys}, name__in={name for _, name in keys})
    wanted = set(keys)
    found = {(company, name): seq for company, name, seq in rows.values_list("company", "name", "last_seq")}
    return {key: seq for key, seq in found.items() if key in wanted}


def unread_counts(members: Collection[int]) -> dict[int, int]:
    """Return how many unread notices each member has, counted by whoever keeps them (settings.UNREAD_COUNTS)."""
    count = cast("Callable[[Collection[int]], dict[int, int]]", import_string(settings.UNREAD_COUNTS))
    return count(members)
