"""What changed between the versions of a post, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from accounts.models import Membership
from community.questions.models import Post, Revision

# difflib takes quadratic time at worst; beyond this a page says that the text was replaced.
_MAX_LINES = 600


@dataclass(frozen=True)
class Line:
    """A line of a comparison; `sign` is "+", "-" or " "."""

    sign: str
    text: str


@dataclass(frozen=True)
class Change:
    """One edit: who made it when, and what it did to the title and the text."""

    version: int
    editor: Membership
    made_at: datetime
    title_before: str
    title_after: str
    lines: list[Line]


def changes_between(post: Post, title: str, revisions: Sequence[Revision]) -> list[Change]:
    """Return the edits that led to the post, newest first. `revisions` are its former versions, newest first."""
    changes = []
    after_title, after_text = title, post.markdown
    for revision in revisions:
        changes.append(
            Change(
                version=revision.version + 1,
                editor=revision.replaced_by,
                made_at=revision.replaced_at,
                title_before=revision.title,
                title_after=after_title,
                lines=compare(revision.markdown, after_text),
            )
        )
        after_title, after_text = revision.title, revision.markdown
    return changes


def compare(before: str, after: str) -> list[Line]:
    """Return the lines that went and came, with two lines of context."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > _MAX_LINES:
        return [Line("-", line) for line in old] + [Line("+", line) for line in new]
    # Two lines of heading first; then each line has its sign in front, apart from those that say where one is.
    found = islice(difflib.unified_diff(old, new, lineterm="", n=2), 2, None)
    return [Line(line[0], line[1:]) for line in found if not line.startswith("@@")]
