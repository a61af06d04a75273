"""The demo's communities as frozen dataclasses, read from the TOML files in `content/`.

In the files a time is minutes after the thing it is about, as a person thinks of it ("accepted 27 minutes after the
answer"). In the dataclasses every time is minutes after the question was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from community.demo.entries import Entry, read_file

FOLDER = Path(__file__).parent / "content"
COMPANIES = ("lark", "fern")
DAY = 24 * 60

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """A moderator took a member's right to write, `day` days ago and for `days` days."""

    by: str
    day: int
    days: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MemberContent:
    """Somebody in the community. `joined` is days ago; `email` is the login."""

    key: str
    name: str
    joined: int
    role: str
    affiliation: str
    trust: int
    email: str
    suspended: Suspension | None


@dataclass(frozen=True, kw_only=True)
class TopicContent:
    """A topic; `parent` is another topic's slug or ""."""

    slug: str
    name: str
    parent: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """When a question was asked: some days before today at a minute of the (UTC) day, or some minutes ago."""

    day: int = 0
    minute: int = 0
    minutes_ago: int | None = None

    def moment(self, now: datetime) -> datetime:
        """Return the moment for a demo that is seeded now."""
        if self.minutes_ago is not None:
            return now - timedelta(minutes=self.minutes_ago)
        return days_ago(self.day, now) + timedelta(minutes=self.minute)

    @property
    def certain_age(self) -> int:
        """Return how many minutes ago it was at the very least, whatever the time of the day of seeding."""
        return self.minutes_ago if self.minutes_ago is not None else self.day * DAY - self.minute


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that one member did at one minute, with a reason when a person gave one."""

    by: str
    at: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class VoteContent:
    """A judgement on an answer."""

    by: str
    at: int
    helpful: bool


@dataclass(frozen=True, kw_only=True)
class Edit:
    """The author replaced `before` by the text that stands there now."""

    at: int
    before: str


@dataclass(frozen=True, kw_only=True)
class AcceptContent:
    """An acceptance; at most one of `withdrawn` and `failed` ended it again."""

    by: str
    at: int
    withdrawn: Act | None
    failed: Act | None

    @property
    def ended_at(self) -> int | None:
        """Return the minute at which it stopped standing, or None."""
        ending = self.withdrawn or self.failed
        return ending.at if ending else None


@dataclass(frozen=True, kw_only=True)
class CommentContent:
    """A remark."""

    by: str
    at: int
    body: str


@dataclass(frozen=True, kw_only=True)
class AnswerContent:
    """A reply with everything that happened to it."""

    by: str
    at: int
    body: str
    purpose: str
    votes: tuple[VoteContent, ...]
    comments: tuple[CommentContent, ...]
    accepted: AcceptContent | None
    hidden: Act | None
    edit: Edit | None


@dataclass(frozen=True, kw_only=True)
class QuestionContent:
    """A question with everything that happened on its page. `where` names its place in the files."""

    key: str
    where: str
    by: str
    asked: Asked
    topic: str
    tags: tuple[str, ...]
    language: str
    title: str
    body: str
    me_toos: tuple[Act, ...]
    comments: tuple[CommentContent, ...]
    answers: tuple[AnswerContent, ...]
    hidden: Act | None
    closed: Act | None
    locked: Act | None
    edit: Edit | None


@dataclass(frozen=True, kw_only=True)
class CompanyContent:
    """A company with its community."""

    slug: str
    name: str
    tagline: str
    colour: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    members: dict[str, MemberContent]
    topics: tuple[TopicContent, ...]
    tags: dict[str, str]
    questions: tuple[QuestionContent, ...]


def days_ago(days: int, now: datetime) -> datetime:
    """Return the midnight (UTC) that began the day so many days before today."""
    return datetime.combine(now.date(), time(), tzinfo=UTC) - timedelta(days=days)


def load_company(folder: Path) -> CompanyContent:
    """Read one company's folder. Raises ContentError naming the file and the entry that is wrong."""
    head = read_file(folder / "company.toml")
    subjects = read_file(folder / "topics.toml")
    tags = subjects.child("tags")
    company = CompanyContent(
        slug=head.text("slug"),
        name=head.text("name"),
        tagline=head.text("tagline"),
        colour=head.text("colour"),
        languages=head.texts("languages"),
        default_language=head.text("default_language"),
        time_zone=head.text("time_zone"),
        members={key: _member(key, entry) for key, entry in read_file(folder / "members.toml").tables()},
        topics=tuple(_topic(entry) for entry in subjects.children("topics")),
        tags=tags.all_texts() if tags else {},
        questions=tuple(_questions(folder, head.text("default_language"))),
    )
    head.finish()
    subjects.finish()
    return company


def _member(key: str, entry: Entry) -> MemberContent:
    suspended = entry.child("suspended")
    member = MemberContent(
        key=key,
        name=entry.text("name"),
        joined=entry.number("joined"),
        role=entry.text("role", "member"),
        affiliation=entry.text("affiliation", "none"),
        trust=entry.number("trust", 0),
        email=entry.text("email"),
        suspended=_suspension(suspended) if suspended else None,
    )
    entry.finish()
    return member


def _suspension(entry: Entry) -> Suspension:
    suspension = Suspension(
        by=entry.text("by"), day=entry.number("day"), days=entry.number("days"), reason=entry.text("reason")
    )
    entry.finish()
    return suspension


def _topic(entry: Entry) -> TopicContent:
    topic = TopicContent(slug=entry.text("slug"), name=entry.text("name"), parent=entry.text("parent", ""))
    entry.finish()
    return topic


def _questions(folder: Path, language: str) -> Iterator[QuestionContent]:
    for path in sorted(folder.glob("questions_*.toml")):
        page = read_file(path)
        for entry in page.children("questions"):
            yield _question(entry, language)
        page.finish()


def _question(entry: Entry, language: str) -> QuestionContent:
    question = QuestionContent(
        key=entry.text("key"),
        where=entry.where,
        by=entry.text("author"),
        asked=_asked(entry),
        topic=entry.text("topic"),
        tags=entry.texts("tags"),
        language=entry.text("language", language),
        title=entry.text("title"),
        body=entry.text("body"),
        me_toos=tuple(Act(by=by, at=after) for by, after in entry.minutes("me_too").items()),
        comments=tuple(_comment(child, 0) for child in entry.children("comments")),
        answers=tuple(_answer(child, entry.text("author")) for child in entry.children("answers")),
        hidden=_act(entry, "hidden", 0),
        closed=_act(entry, "closed", 0),
        locked=_act(entry, "locked", 0),
        edit=_edit(entry, 0),
    )
    entry.finish()
    return question


def _asked(entry: Entry) -> Asked:
    if entry.has("minutes_ago"):
        return Asked(minutes_ago=entry.number("minutes_ago"))
    written = entry.text("time")
    match = _TIME.fullmatch(written)
    if match is None:
        raise entry.error(f"time {written!r} is not a time of day such as 19:42.")
    return Asked(day=entry.number("day"), minute=int(match[1]) * 60 + int(match[2]))


def _answer(entry: Entry, asker: str) -> AnswerContent:
    at = entry.number("after")
    answer = AnswerContent(
        by=entry.text("author"),
        at=at,
        body=entry.text("body"),
        purpose=entry.text("purpose", "attempt"),
        votes=tuple(_votes(entry, at)),
        comments=tuple(_comment(child, at) for child in entry.children("comments")),
        accepted=_acceptance(entry, at, asker),
        hidden=_act(entry, "hidden", at),
        edit=_edit(entry, at),
    )
    entry.finish()
    return answer


def _votes(entry: Entry, start: int) -> Iterator[VoteContent]:
    for name in ("helpful", "unhelpful"):
        for by, after in entry.minutes(name).items():
            yield VoteContent(by=by, at=start + after, helpful=name == "helpful")


def _acceptance(entry: Entry, start: int, asker: str) -> AcceptContent | None:
    if not entry.has("accepted_after"):
        return None
    at = start + entry.number("accepted_after")
    by = entry.text("accepted_by", asker)
    withdrawn = Act(by=by, at=at + entry.number("withdrawn_after")) if entry.has("withdrawn_after") else None
    failure = entry.child("not_working")
    failed = None
    if failure:
        failed = Act(by=asker, at=at + failure.number("after"), reason=failure.text("reason"))
        failure.finish()
    return AcceptContent(by=by, at=at, withdrawn=withdrawn, failed=failed)


def _comment(entry: Entry, start: int) -> CommentContent:
    comment = CommentContent(by=entry.text("author"), at=start + entry.number("after"), body=entry.text("body"))
    entry.finish()
    return comment


def _act(entry: Entry, name: str, start: int) -> Act | None:
    child = entry.child(name)
    if child is None:
        return None
    act = Act(by=child.text("by"), at=start + child.number("after"), reason=child.text("reason"))
    child.finish()
    return act


def _edit(entry: Entry, start: int) -> Edit | None:
    if not entry.has("edited_after"):
        return None
    return Edit(at=start + entry.number("edited_after"), before=entry.text("first_body"))
