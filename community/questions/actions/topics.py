"""Making, ordering and archiving topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.events.record import record
from community.questions.events import TopicChanged, TopicCreated, TopicDeleted
from community.questions.models import Topic
from community.web.errors import NotAllowed


@transaction.atomic
def create_topics(*, company: Company, names: Sequence[str]) -> list[Topic]:
    """Add topics in this order after the existing ones, each with a short name of its own."""
    taken = set(Topic.objects.of(company).values_list("slug", flat=True))
    made = []
    for position, name in enumerate(names, start=len(taken)):
        slug = _free_slug(name, taken)
        taken.add(slug)
        made.append(Topic.objects.create(company=company, slug=slug, name=name, position=position))
    return made


@transaction.atomic
def create_topic(
    *, admin: Membership, name: str, description: str = "", parent: Topic | None = None, position: int | None = None
) -> Topic:
    """Add a topic to the admin's company, last without a position. Records TopicCreated and an audit entry.

    Raises NotAllowed for everybody but admins, and for another company's parent.
    """
    check_may_administer(admin)
    _lock_topics(admin)
    [topic] = create_topics(company=admin.company, names=[name])
    _check_parent(topic, parent)
    topic.description, topic.parent = description, parent
    topic.position = topic.position if position is None else position
    topic.save(update_fields=["description", "parent", "position"])
    record(TopicCreated(company=str(topic.company_id), actor=admin.key, topic=topic.pk))
    _audit(admin, topic, "topic.created", before={}, after=_facts(topic))
    return topic


@transaction.atomic
def change_topic(
    *, admin: Membership, topic: Topic, name: str, description: str, parent: Topic | None, position: int
) -> Topic:
    """Rename, describe or move the topic; its address stays. Records TopicChanged and an audit entry, if it changed.

    Raises NotAllowed for everybody but admins of the topic's company, and for a parent that lies below the topic.
    """
    topic = _locked(admin, topic)
    _check_parent(topic, parent)
    return _store(admin, topic, {"name": name, "description": description, "parent": parent, "position": position})


@transaction.atomic
def set_archived(*, admin: Membership, topic: Topic, archived: bool) -> Topic:
    """Close the topic for new questions, or open it again; what was written stays. Records TopicChanged, audited.

    Raises NotAllowed for everybody but admins of the topic's company.
    """
    return _store(admin, _locked(admin, topic), {"is_archived": archived})


@transaction.atomic
def delete_topic(*, admin: Membership, topic: Topic) -> None:
    """Remove a topic in which nobody has asked. Records TopicDeleted and an audit entry.

    Raises NotAllowed for everybody but admins of the topic's company, and for a topic with questions or topics below.
    """
    topic = _locked(admin, topic)
    if topic.questions.exists():
        raise NotAllowed(_("This topic has questions. Archive it instead: then nobody can ask there."))
    if topic.children.exists():
        raise NotAllowed(_("There are topics below this one. Move them first."))
    record(TopicDeleted(company=str(topic.company_id), actor=admin.key, topic=topic.pk))
    _audit(admin, topic, "topic.deleted", before=_facts(topic), after={})
    topic.delete()


def _lock_topics(admin: Membership) -> None:
    """Let changes to a company's topics happen one after another: short names, places and parents depend on each other."""
    Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)


def _locked(admin: Membership, topic: Topic) -> Topic:
    """Return the topic as it is now, locked. Raises NotAllowed unless the admin runs its company."""
    check_may_administer(admin)
    if topic.company_id != admin.company_id:
        raise NotAllowed(_("This belongs to another community."))
    _lock_topics(admin)
    return Topic.objects.select_for_update().get(pk=topic.pk)


def _store(admin: Membership, topic: Topic, wanted: dict[str, Any]) -> Topic:
    before = _facts(topic)
    for name, value in wanted.items():
        setattr(topic, name, value)
    changed = {name: value for name, value in _facts(topic).items() if value != before[name]}
    if not changed:
        return topic
    topic.save(update_fields=list(changed))
    record(TopicChanged(company=str(topic.company_id), actor=admin.key, topic=topic.pk, changed=tuple(sorted(changed))))
    _audit(admin, topic, "topic.changed", before={name: before[name] for name in changed}, after=changed)
    return topic


def _check_parent(topic: Topic, parent: Topic | None) -> None:
    """Raise NotAllowed when the parent is of another company, the topic itself, or below it."""
    if parent is not None and parent.company_id != topic.company_id:
        raise NotAllowed(_("Choose a topic of this community."))
    above = dict(Topic.objects.filter(company_id=topic.company_id).values_list("pk", "parent_id"))
    step = parent.pk if parent else None
    while step is not None:
        if step == topic.pk:
            raise NotAllowed(_("A topic cannot stand below itself."))
        step = above.get(step)


def _audit(admin: Membership, topic: Topic, action: str, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit_act(admin, action, target_kind="topic", target_id=topic.pk, before=before, after=after)


def _facts(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "description": topic.description,
        "parent_id": topic.parent_id,
        "position": topic.position,
        "is_archived": topic.is_archived,
    }


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:50] or "topic"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
