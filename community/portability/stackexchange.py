"""A Stack Exchange data dump: Posts.xml, Users.xml, Votes.xml, and Tags.xml where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from community.portability.records import (
    DAY,
    UNKNOWN,
    AcceptanceRecord,
    AnswerRecord,
    BadSource,
    QuestionRecord,
    UserRecord,
    VoteRecord,
)

_QUESTION, _ANSWER = "1", "2"
_ACCEPTED, _HELPFUL, _UNHELPFUL = "1", "2", "3"
# Dumps before 2021 write <a><b>, later ones |a|b|.
_TAG = re.compile(r"[^<>|]+")


class StackExchange:
    """Reads a dump's folder row by row, so that memory stays flat whatever its size.

    Accept times are days in these dumps (votes of type 1), or unknown; votes carry no names.
    """

    name = "stackexchange"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for required in ("Posts.xml", "Users.xml"):
            if not (folder / required).is_file():
                raise BadSource(f"{folder} has no {required}; give the folder of an unpacked Stack Exchange dump.")

    def users(self) -> Iterator[UserRecord]:
        """Read the people, the site's own robot (-1) included: it wrote posts too."""
        for row in self._rows("Users.xml"):
            yield UserRecord(row["Id"], row.get("DisplayName", ""), _moment(row.get("CreationDate")))

    def questions(self) -> Iterator[QuestionRecord]:
        """Read the questions."""
        for row in self._posts(_QUESTION):
            yield QuestionRecord(
                id=row["Id"],
                author=row.get("OwnerUserId", ""),
                author_name=row.get("OwnerDisplayName", ""),
                title=row.get("Title", ""),
                body=row.get("Body", ""),
                asked_at=_known_moment(row, "CreationDate"),
                edited_at=_moment(row.get("LastEditDate")),
                tags=tuple(_TAG.findall(row.get("Tags", ""))),
                closed_at=_moment(row.get("ClosedDate")),
            )

    def answers(self) -> Iterator[AnswerRecord]:
        """Read the answers."""
        for row in self._posts(_ANSWER):
            yield AnswerRecord(
                id=row["Id"],
                question=row.get("ParentId", ""),
                author=row.get("OwnerUserId", ""),
                author_name=row.get("OwnerDisplayName", ""),
                body=row.get("Body", ""),
                posted_at=_known_moment(row, "CreationDate"),
                edited_at=_moment(row.get("LastEditDate")),
            )

    def acceptances(self) -> Iterator[AcceptanceRecord]:
        """Read what was accepted, with the day where a vote tells it."""
        days: dict[str, datetime] = {}
        for row in self._rows("Votes.xml", required=False):
            moment = _moment(row.get("CreationDate"))
            if row.get("VoteTypeId") == _ACCEPTED and moment is not None:
                days[row.get("PostId", "")] = moment
        for row in self._posts(_QUESTION):
            answer = row.get("AcceptedAnswerId", "")
            if answer:
                quality = DAY if answer in days else UNKNOWN
                yield AcceptanceRecord(question=row["Id"], answer=answer, accepted_at=days.get(answer), quality=quality)

    def votes(self) -> Iterator[VoteRecord]:
        """Read the judgements, one at a time."""
        for row in self._rows("Votes.xml", required=False):
            kind = row.get("VoteTypeId")
            if kind == _HELPFUL:
                yield VoteRecord(row.get("PostId", ""), helpful=1)
            elif kind == _UNHELPFUL:
                yield VoteRecord(row.get("PostId", ""), unhelpful=1)

    def _posts(self, kind: str) -> Iterator[dict[str, str]]:
        return (row for row in self._rows("Posts.xml") if row.get("PostTypeId") == kind)

    def _rows(self, name: str, *, required: bool = True) -> Iterator[dict[str, str]]:
        path = self.folder / name
        if not required and not path.is_file():
            return
        try:
            root: Element | None = None
            for happening, element in iterparse(path, events=("start", "end"), forbid_dtd=True):
                if root is None:
                    root = element
                elif happening == "end":
                    row = dict(element.attrib)
                    # Rows that were read would otherwise pile up under the root.
                    root.clear()
                    if "Id" in row:
                        yield row
        except (ParseError, DefusedXmlException) as error:
            raise BadSource(f"{path} is not a sound Stack Exchange file: {error}.") from error
        except OSError as error:
            raise BadSource(f"{path} cannot be read: {error.strerror}.") from error


def _moment(text: str | None) -> datetime | None:
    """Return a moment of a dump, which is in UTC without saying so; None for nonsense."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _known_moment(row: dict[str, str], name: str) -> datetime:
    moment = _moment(row.get(name))
    if moment is None:
        raise BadSource(f"Post {row['Id']} has no usable {name}.")
    return moment
