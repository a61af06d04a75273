"""Quiet factories: rows as the actions make them, with nothing that a test did not ask for.

The cast is fixed. Alice asks and Bob helps in Acme; Mona moderates Acme and Ada runs it; Charlie belongs to Bolt.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from accounts.actions.consent import give_consent
from accounts.models import Company, Membership, Person
from accounts.purposes import newest_wording
from accounts.reader import Reader
from community.questions.actions.accept import accept_answer
from community.questions.actions.answer import answer_question
from community.questions.actions.ask import ask_question
from community.questions.actions.comment import comment_on
from community.questions.models import Answer, Comment, Question, Topic
from community.text.names import skeleton

_numbers = count(1)

BODY = "I tried the steps on the help page, twice, and nothing happened."
ANSWER = "Open the settings, choose Network, and switch roaming on. Then restart."


def make_company(slug: str = "", **fields: Any) -> Company:
    """Make a company with one topic."""
    return make_companies({"slug": slug or f"company-{next(_numbers)}", **fields})[0]


def make_companies(*wanted: dict[str, Any]) -> list[Company]:
    """Make companies with one topic each. Two queries: nearly every test makes some."""
    companies = Company.objects.bulk_create(
        Company(**{"name": fields["slug"].title(), "languages": ["en"], "default_language": "en", **fields})
        for fields in wanted
    )
    Topic.objects.bulk_create(Topic(company=company, slug="general", name="General") for company in companies)
    return companies


def make_person(email: str = "", **fields: Any) -> Person:
    """Make a login without a usable password; tests sign in with client.force_login."""
    return Person.objects.create(email=email or f"person-{next(_numbers)}@example.com", password="!", **fields)


def make_member(company: Company, display_name: str = "", **fields: Any) -> Membership:
    """Make a member with a login."""
    # Spelled out in letters: digits look alike to the rule that keeps names apart.
    display_name = display_name or "Member " + "".join("abcdefghij"[int(digit)] for digit in str(next(_numbers)))
    fields.setdefault("person", None if fields.get("kind", "person") != "person" else make_person())
    return Membership.objects.create(
        company=company, display_name=display_name, name_key=skeleton(display_name), **fields
    )


def make_members(*wanted: dict[str, Any]) -> list[Membership]:
    """Make members with logins, given their companies and names. Two queries: nearly every test makes some."""
    people = Person.objects.bulk_create(
        Person(email=f"person-{next(_numbers)}@example.com", password="!") for _each in wanted
    )
    return Membership.objects.bulk_create(
        Membership(person=person, name_key=skeleton(fields["display_name"]), **fields)
        for person, fields in zip(people, wanted, strict=True)
    )


def make_topic(company: Company, name: str, **fields: Any) -> Topic:
    """Make a topic."""
    return Topic.objects.create(company=company, slug=name.lower().replace(" ", "-"), name=name, **fields)


def topic_of(company: Company) -> Topic:
    """Return the company's first topic."""
    return Topic.objects.of(company)[0]


def ask(author: Membership, title: str = "", body: str = BODY, tags: Sequence[str] = (), **fields: Any) -> Question:
    """Ask a question as the form does."""
    title = title or f"How do I set up number {next(_numbers)}?"
    fields.setdefault("topic", topic_of(author.company))
    return ask_question(author=author, title=title, body=body, tags=tags, submission=uuid4(), **fields)


def answer(author: Membership, question: Question, body: str = ANSWER, **fields: Any) -> Answer:
    """Answer a question as the form does."""
    return answer_question(author=author, question=question, body=body, submission=uuid4(), **fields)


def comment(
    author: Membership, question: Question, body: str = "Which phone is it?", on: Answer | None = None
) -> Comment:
    """Comment on the question, or on one of its answers."""
    target = on.post if on else question.post
    return comment_on(author=author, question=question, target=target, body=body, submission=uuid4())


def solve(question: Question, helper: Membership) -> Answer:
    """Answer the question and let its asker accept that."""
    found = answer(helper, question)
    accept_answer(member=question.post.author, answer=found)
    return found


def consent(member: Membership, *purposes: str) -> None:
    """Let the member say yes to these purposes, as on the page of their choices."""
    for purpose in purposes:
        give_consent(member=member, purpose=purpose, wording=newest_wording(purpose).number, surface="choices")


def reader_of(member: Membership | None, company: Company | None = None) -> Reader:
    """Return the member as a reader, or a visitor of the company."""
    if member is None:
        assert company is not None
        return Reader(company=company)
    return Reader(company=member.company, member=member, person=member.person)
