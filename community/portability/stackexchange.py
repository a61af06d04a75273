"""A Stack Exchange data dump: Posts.xml, Users.xml, Votes.xml, and Tags.xml where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from community.portability.records import (
    AcceptanceRecord,
    AcceptedDay,
    AnswerRecord,
    BadSource,
    CannotImport,
    QuestionRecord,
    UserRecord,
    VoteRecord,
    moment_of,
)

_QUESTION, _ANSWER = "1", "2"
_ACCEPTED, _HELPFUL, _UNHELPFUL = "1", "2", "3"
_ROBOT = "-1"
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
                raise CannotImport(f"{folder} has no {required}; give the folder of an unpacked Stack Exchange dump.")

    def users(self) -> Iterator[UserRecord]:
        """Read the people, and the site's own robot: it wrote posts too."""
        for row in self._rows("Users.xml"):
            joined_at = moment_of(row.get("CreationDate"))
            yield UserRecord(row["Id"], row.get("DisplayName", ""), joined_at, is_service=row["Id"] == _ROBOT)

    def questions(self) -> Iterator[QuestionRecord]:
        """Read the questions."""
        for row in self._posts(_QUESTION):
            yield QuestionRecord(
                id=row["Id"],
                author=row.get("OwnerUserId", ""),
                author_name=row.get("OwnerDisplayName", ""),
                title=row.get("Title", ""),
                body=row.get("Body", ""),
                written_at=_known_moment(row, "CreationDate"),
                edited_at=moment_of(row.get("LastEditDate")),
                tags=tuple(_TAG.findall(row.get("Tags", ""))),
                closed_at=moment_of(row.get("ClosedDate")),
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
                written_at=_known_moment(row, "CreationDate"),
                edited_at=moment_of(row.get("LastEditDate")),
            )

    def acceptances(self) -> Iterator[AcceptanceRecord]:
        """Read what was accepted; these dumps know the day at best."""
        for row in self._posts(_QUESTION):
            if row.get("AcceptedAnswerId"):
                yield AcceptanceRecord(question=row["Id"], answer=row["AcceptedAnswerId"])

    def accepted_days(self) -> Iterator[AcceptedDay]:
        """Read the days of acceptances, which these dumps keep with the votes."""
        for row in self._rows("Votes.xml", required=False):
            day = moment_of(row.get("CreationDate"))
            if row.get("VoteTypeId") == _ACCEPTED and day is not None:
                yield AcceptedDay(row.get("PostId", ""), day)

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
        except DefusedXmlException as error:
            raise BadSource(f"{path} declares a document type or entities; such files are refused.") from error
        except (ParseError, LookupError, ValueError) as error:
            # Beside unsound XML: character sets that do not exist, or that the parser cannot read.
            raise BadSource(f"{path} is not a sound XML file: {error}.") from error
        except OSError as error:
            raise BadSource(f"{path} cannot be read: {error.strerror}.") from error


def _known_moment(row: dict[str, str], name: str) -> datetime:
    moment = moment_of(row.get(name))
    if moment is None:
        raise BadSource(f"Posts.xml: post {row['Id']} has no usable {name}.")
    return moment
