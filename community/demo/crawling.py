"""Opening every page of a company, as a visitor, to see that each answers and none asks the database too often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import Company, Membership
from community.questions.models import Post, Question, Tag, Topic

# Queries of a visitor's page: the company, then the page's own. No page may need more, whatever it holds.
LIMITS = {"question": 6, "member": 9, "topic": 6, "tag": 6, "list": 7, "history": 6}
_LISTS = (
    *("", "?filter=unanswered", "?filter=unsolved", "?filter=solved", "topics/", "tags/", "ask/", "search/"),
    *("helpers/", "helpers/?period=month", "helpers/?period=all", "badges/"),
)
_BAD = 400
_TRANSACTION = ("SAVEPOINT", "RELEASE", "SET ", "BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True)
class Finding:
    """A page that does not behave."""

    path: str
    status: int
    queries: int
    limit: int

    def __str__(self) -> str:
        if self.status >= _BAD:
            return f"{self.path} answers {self.status}."
        return f"{self.path} makes {self.queries} queries; its limit is {self.limit}."


def paths_of(company: Company) -> Iterator[tuple[str, str]]:
    """Return every page's kind and path inside the company."""
    for tail in _LISTS:
        yield "list", tail
    for question in Question.objects.of(company).filter(post__visibility="visible").only("pk", "title").iterator():
        yield "question", f"q/{question.pk}/{question.slug}/" if question.slug else f"q/{question.pk}/"
    for slug in Topic.objects.of(company).values_list("slug", flat=True):
        yield "topic", f"t/{slug}/"
    for slug in Tag.objects.filter(company=company).values_list("slug", flat=True).iterator():
        yield "tag", f"tags/{slug}/"
    members = Membership.objects.of(company).exclude(kind=Membership.Kind.FORMER)
    for pk in members.values_list("pk", flat=True).iterator():
        yield "member", f"u/{pk}/"
        yield "history", f"u/{pk}/reputation/"
    edited = Post.objects.of(company).filter(edited_at__isnull=False, visibility="visible")
    for pk in edited.values_list("pk", flat=True)[:200]:
        yield "history", f"posts/{pk}/history/"


def crawl(company: Company, told: Callable[[], None]) -> tuple[int, list[Finding]]:
    """Open every page; call `told` after each. Return how many there were and those that do not behave."""
    client = Client(HTTP_HOST="localhost")
    addresses = count()
    opened, findings = 0, []
    for kind, path in paths_of(company):
        full = f"{company.path_prefix}{path}"
        with _counted() as queries:
            # A visitor of an address of its own each time: the crawl is not what the rate limit is for.
            response = client.get(full, REMOTE_ADDR=_address(next(addresses)))
        finding = Finding(full, response.status_code, queries["n"], LIMITS[kind])
        if finding.status >= _BAD or finding.queries > finding.limit:
            findings.append(finding)
        opened += 1
        told()
    return opened, findings


def _address(number: int) -> str:
    return f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@contextmanager
def _counted() -> Iterator[dict[str, int]]:
    queries = {"n": 0}

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        queries["n"] += not sql.startswith(_TRANSACTION)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries
