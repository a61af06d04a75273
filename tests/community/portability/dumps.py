"""Small made-up dumps, written as the sources write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

BODY = "<p>My lamp stays dark when I press the button.</p>"
REPLY = "<p>Press it for three seconds, then let go of it.</p>"
ASKED, REPLIED, ACCEPTED = "2014-01-21T20:00:00", "2014-01-21T22:00:00", "2014-01-22T09:30:00"


class XmlDump:
    """A folder in the form of Stack Exchange: lists of rows, each a dictionary of attributes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.users: list[dict[str, str]] = []
        self.posts: list[dict[str, str]] = []
        self.votes: list[dict[str, str]] = []

    def user(self, ident: int, name: str) -> None:
        self.users.append({"Id": str(ident), "DisplayName": name, "CreationDate": "2013-05-01T00:00:00.123"})

    def question(self, ident: int, **attributes: str) -> None:
        row = {"OwnerUserId": "1", "Title": "Why does my lamp stay dark?", "Body": BODY, "CreationDate": ASKED}
        self.posts.append({"Id": str(ident), "PostTypeId": "1", **row, **attributes})

    def answer(self, ident: int, question: int, **attributes: str) -> None:
        row = {"ParentId": str(question), "OwnerUserId": "2", "Body": REPLY, "CreationDate": REPLIED}
        self.posts.append({"Id": str(ident), "PostTypeId": "2", **row, **attributes})

    def vote(self, post: int, kind: int, day: str = "2014-01-22T00:00:00.000") -> None:
        row = {"PostId": str(post), "VoteTypeId": str(kind), "CreationDate": day}
        self.votes.append({"Id": str(len(self.votes) + 1), **row})

    def write(self, *, start: str = '\ufeff<?xml version="1.0" encoding="utf-8"?>') -> Path:
        for name, rows in (("users", self.users), ("posts", self.posts), ("votes", self.votes)):
            lines = (f"  <row {' '.join(f'{k}={quoteattr(v)}' for k, v in row.items() if v)} />" for row in rows)
            text = "\n".join([start, f"<{name}>", *lines, f"</{name}>"])
            (self.folder / f"{name.title()}.xml").write_text(text, encoding="utf-8")
        return self.folder


class JsonDump:
    """A folder of JSON lines: lists of rows, each a dictionary."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.users: list[dict[str, Any]] | None = []
        self.questions: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []

    def question(self, ident: Any, **fields: Any) -> None:
        row = {"id": ident, "author_id": "u_1", "title": "Why does my lamp stay dark?", "body": BODY}
        self.questions.append({**row, "created_at": f"{ASKED}Z", **fields})

    def answer(self, ident: Any, question: Any, **fields: Any) -> None:
        row = {"id": ident, "question_id": question, "author_id": "u_2", "body": REPLY}
        self.answers.append({**row, "created_at": f"{REPLIED}Z", **fields})

    def write(self) -> Path:
        for name, rows in (("users", self.users), ("questions", self.questions), ("answers", self.answers)):
            if rows is not None:
                text = "".join(json.dumps(row) + "\n" for row in rows)
                (self.folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        return self.folder
