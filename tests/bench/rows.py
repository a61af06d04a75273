"""The rows of the table: what is asked of which server, and what performance is aimed at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import NoReverseMatch

from accounts.models import Company, Membership
from community import clock
from community.demo.corpus import words
from community.demo.load import known_source_id
from community.live.sessions import SessionStore
from community.questions.models import Answer, Question, Topic

OURS, FLOOR = "ours", "floor"
FLOOR_ROW = "floor"
FLOOR_QUERIES = 3
# Any 32 letters do: the token in the form equals the secret in the cookie.
_CSRF = "b" * 32
_READERS = 100
_WRITERS = 4000


@dataclass(frozen=True)
class Ask:
    """One request."""

    path: str
    cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str:
        """Return the form as it is sent, %N kept for a number."""
        return urlencode(self.form).replace("%25N", "%N")

    @property
    def line(self) -> str:
        """Return the request as requests.lua reads it."""
        return "\t".join(("POST" if self.form else "GET", self.path, self.cookie, self.body))


@dataclass(frozen=True)
class Aim:
    """What a page may cost at most: queries, and CPU time, p95 at one reader and throughput as multiples of the floor's."""

    queries: int | None = None
    cpu: float | None = None
    p95: float | None = None
    throughput: float | None = None


@dataclass(frozen=True)
class Row:
    """One row: requests that are sent in turn. A row that writes never sends one of them twice."""

    name: str
    asks: list[Ask]
    aim: Aim = Aim()
    server: str = OURS
    status: int = 200


def all_rows(company: Company) -> list[Row]:
    """Return the rows, the floor first."""
    plan = _Plan(company)
    return [plan.floor(), *plan.pages(), *plan.searches(), *plan.writes()]


class _Plan:
    """Knows the company's questions and members, and signs members in."""

    def __init__(self, company: Company) -> None:
        self._company = company
        members = Membership.objects.of(company).filter(role=Membership.Role.MEMBER).select_related("person")
        cookies = _sign_in(list(members.order_by("pk")[: _READERS + _WRITERS]))
        self._readers, self._writers = dict(cookies[:_READERS]), dict(cookies[_READERS:])

    def floor(self) -> Row:
        """Return the floor's page with the ten posts that our own page shows."""
        return Row(FLOOR_ROW, [Ask(f"/t/{self._known(10).pk}")], server=FLOOR)

    def pages(self) -> Iterator[Row]:
        """Return the pages that are read most."""
        ten, hundred = (self._question_path(self._known(size)) for size in (10, 100))
        # A parameter that the page does not know keeps it out of the cache, whatever its value.
        yield Row("question, 10 posts", self._visit(f"{ten}?fresh=%N"), Aim(5, 1.5, 1.6, 0.65))
        yield Row("question, 10 posts, from the cache", self._visit(ten), Aim(2, 0.25, 0.3, 5))
        yield Row("question, 10 posts, member", self._read(ten), Aim(8, 2, 2.2, 0.5))
        yield Row("question, 100 posts", self._visit(f"{hundred}?fresh=%N"), Aim(5, 2.2, 2.2, 0.45))
        yield Row("question, 100 posts, member", self._read(hundred), Aim(8))
        topic = Topic.objects.of(self._company)[0]
        yield Row("list", self._visit(self._path("questions:home")), Aim(5, 2.2, 2, 0.45))
        yield Row("list, member", self._read(self._path("questions:home")), Aim(8))
        yield Row("list of a topic", self._visit(self._path("questions:topic", topic.slug)), Aim(5, 2.2, 2, 0.45))

    def searches(self) -> Iterator[Row]:
        """Return searches for words of all kinds."""
        aim = Aim(3, 4, 3.5, 0.25)
        stock = words()
        kinds = {"rare words": stock[15_000:15_100], "mid words": stock[400:500], "common words": stock[:20]}
        try:
            search, similar = self._path("search:search"), self._path("search:similar")
        except NoReverseMatch:
            return
        for kind, found in kinds.items():
            yield Row(f"search, {kind}", [Ask(f"{search}?{urlencode({'q': word})}") for word in found], aim)
        titles = Question.objects.of(self._company).order_by("pk").values_list("title", flat=True)[:100]
        yield Row("similar questions", [Ask(f"{similar}?{urlencode({'title': title})}") for title in titles])

    def writes(self) -> Iterator[Row]:
        """Return what members do, each of them once or a few times, so that no limit is met."""
        topic = Topic.objects.of(self._company)[0]
        text = "It went away when I held the button for ten seconds and put the card back. Attempt %N."
        ask = {"title": "Why does my number %N not work?", "body": text, "topic": str(topic.pk), "tags": "card, button"}
        writers = list(self._writers.values())
        yield Row("ask", [self._post(self._path("questions:ask"), who, ask) for who in writers], status=302)
        open_questions = Question.objects.of(self._company).exclude(state=Question.State.CLOSED).order_by("-pk")
        paths = [
            self._path("questions:answer", pk) for pk in open_questions.values_list("pk", flat=True)[: len(writers)]
        ]
        answers = [self._post(path, who, {"body": text}) for path, who in zip(paths, writers, strict=False)]
        yield Row("answer", answers, Aim(10, 1.5, 2, 0.6), status=302)
        yield Row("vote", self._votes(), status=302)

    def _votes(self) -> list[Ask]:
        """Return first votes only: by members who have not voted there, on answers of others."""
        answers = Answer.objects.filter(company=self._company, post__votes__isnull=True).order_by("-pk")
        rows = answers.values_list("pk", "post__author_id")[: 3 * len(self._writers)]
        members = cycle(self._writers.items())
        asks = []
        for (pk, author), (member, cookie) in zip(rows, members, strict=False):
            if author != member:
                asks.append(self._post(self._path("questions:vote", pk), cookie, {"value": "helpful"}))
        return asks

    def _known(self, size: int) -> Question:
        return Question.objects.get(company=self._company, post__source_id=known_source_id(size))

    def _question_path(self, question: Question) -> str:
        return self._path("questions:question", question.pk, question.slug)

    def _path(self, view: str, *arguments: object) -> str:
        address = self._company.absolute_url(view, *arguments)
        return address.removeprefix(settings.BASE_URL)

    def _visit(self, path: str) -> list[Ask]:
        return [Ask(path)]

    def _read(self, path: str) -> list[Ask]:
        return [Ask(path, cookie) for cookie in self._readers.values()]

    def _post(self, path: str, cookie: str, form: dict[str, str]) -> Ask:
        cookies = f"{cookie}; {settings.CSRF_COOKIE_NAME}={_CSRF}"
        return Ask(path, cookies, {"csrfmiddlewaretoken": _CSRF, **form})


def _sign_in(members: Iterable[Membership]) -> list[tuple[int, str]]:
    """Make a session for each member; return their ids with the cookie."""
    store = SessionStore()
    signed_in, rows = [], []
    expires_at = clock.now() + timedelta(days=1)
    for member in members:
        person = member.person
        assert person is not None
        rows.append(
            Session(
                session_key=store._get_new_session_key(),
                session_data=store.encode(
                    {
                        SESSION_KEY: str(person.pk),
                        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                        HASH_SESSION_KEY: person.get_session_auth_hash(),
                    }
                ),
                expire_date=expires_at,
            )
        )
        signed_in.append((member.pk, f"{settings.SESSION_COOKIE_NAME}={rows[-1].session_key}"))
    Session.objects.bulk_create(rows, batch_size=1000)
    return signed_in
