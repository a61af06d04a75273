"""Making the demo's companies and the people in them, and what their past says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.events import CompanyCreated, MemberJoined, MemberSuspended
from accounts.models import Company, Membership, Person
from community.demo.content import CompanyContent, MemberContent, days_ago
from community.demo.logins import DEMO_PASSWORD
from community.events.record import PastEvent
from community.questions.models import Topic
from community.text.names import skeleton


@dataclass(frozen=True)
class Scene:
    """A company that is ready for its questions: members by key in the files, topics by slug, tag names by key."""

    company: Company
    members: dict[str, Membership]
    topics: dict[str, Topic]
    tags: dict[str, str]


def make_scene(content: CompanyContent, now: datetime) -> Scene:
    """Write the company, its members and its topics; part of the caller's transaction. Records nothing."""
    company = Company.objects.create(
        slug=content.slug,
        name=content.name,
        tagline=content.tagline,
        colour=content.colour,
        languages=list(content.languages),
        default_language=content.default_language,
        time_zone=content.time_zone,
        is_demo=True,
        created_at=days_ago(max(member.joined for member in content.members.values()), now),
    )
    return Scene(company, _make_members(company, content, now), _make_topics(company, content), content.tags)


def past_of(scene: Scene, content: CompanyContent, now: datetime) -> Iterator[PastEvent]:
    """Yield how the company and its memberships came to be, and who was suspended."""
    key = scene.company.key
    first = min(scene.members.values(), key=lambda member: (not member.is_admin, member.joined_at))
    yield PastEvent(happened=CompanyCreated(company=key, actor=first.key), occurred_at=scene.company.created_at)
    for name, member in scene.members.items():
        yield PastEvent(
            happened=MemberJoined(company=key, actor=member.key, member=member.pk), occurred_at=member.joined_at
        )
        suspension = content.members[name].suspended
        if suspension and member.suspended_until:
            until = member.suspended_until.isoformat()
            actor = scene.members[suspension.by].key
            yield PastEvent(
                happened=MemberSuspended(company=key, actor=actor, member=member.pk, until=until),
                occurred_at=days_ago(suspension.day, now),
            )


def _make_members(company: Company, content: CompanyContent, now: datetime) -> dict[str, Membership]:
    people = _people_of(content, now)
    return {key: _make_member(company, member, people[member.email], now) for key, member in content.members.items()}


def _make_member(company: Company, member: MemberContent, person: Person, now: datetime) -> Membership:
    suspended = member.suspended
    return Membership.objects.create(
        company=company,
        person=person,
        role=member.role,
        affiliation=member.affiliation,
        trust_level=member.trust,
        display_name=member.name,
        name_key=skeleton(member.name),
        joined_at=days_ago(member.joined, now),
        suspended_until=days_ago(suspended.day, now) + timedelta(days=suspended.days) if suspended else None,
        suspended_reason=suspended.reason if suspended else "",
    )


def _people_of(content: CompanyContent, now: datetime) -> dict[str, Person]:
    """Return a person for each address; one who exists, from another company of the demo, keeps what they have."""
    wanted = {member.email: member for member in content.members.values()}
    people = {person.email: person for person in Person.objects.filter(email__in=wanted)}
    password = _hashed_password()
    for email, member in wanted.items():
        if email not in people:
            people[email] = Person.objects.create(
                email=email, password=password, date_joined=days_ago(member.joined, now)
            )
            EmailAddress.objects.create(user=people[email], email=email, verified=True, primary=True)
    return people


@cache
def _hashed_password() -> str:
    """Return the hash that all the people share: each hash is made to cost time."""
    return make_password(DEMO_PASSWORD)


def _make_topics(company: Company, content: CompanyContent) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for position, topic in enumerate(content.topics):
        topics[topic.slug] = Topic.objects.create(
            company=company,
            parent=topics.get(topic.parent),
            slug=topic.slug,
            name=topic.name,
            position=position,
        )
    return topics
