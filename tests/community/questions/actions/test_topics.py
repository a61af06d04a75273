"""Making, ordering, archiving and deleting topics."""

from __future__ import annotations

import pytest

from community.audit.models import AuditEntry
from community.events.models import Event
from community.questions.actions.topics import change_topic, create_topic, delete_topic, set_archived
from community.questions.models import Topic
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race


def changed(admin, topic, **wanted):
    now = {"name": topic.name, "description": topic.description, "parent": topic.parent, "position": topic.position}
    return change_topic(admin=admin, topic=topic, **{**now, **wanted})


def test_a_new_topic_stands_last_with_an_address_of_its_own(cast):
    first, second = (create_topic(admin=cast.ada, name="Roaming") for _number in range(2))
    assert (first.slug, second.slug) == ("roaming", "roaming-2")
    assert [topic.position for topic in Topic.objects.of(cast.acme)] == [0, 1, 2]
    assert Event.objects.filter(type="topic.created").count() == AuditEntry.objects.count() == 2


def test_a_new_name_keeps_the_address(cast):
    topic = create_topic(admin=cast.ada, name="Roaming")
    assert changed(cast.ada, topic, name="Abroad").slug == "roaming"
    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.before, entry.after) == ({"name": "Roaming"}, {"name": "Abroad"})
    assert Event.objects.get(type="topic.changed").payload["changed"] == ["name"]


def test_no_change_records_nothing(cast):
    changed(cast.ada, factories.topic_of(cast.acme))
    assert not AuditEntry.objects.exists() and not Event.objects.exists()


def test_an_archived_topic_takes_no_questions_until_it_is_opened_again(cast):
    topic = factories.topic_of(cast.acme)
    set_archived(admin=cast.ada, topic=topic, archived=True)
    with pytest.raises(NotAllowed):
        factories.ask(cast.alice, topic=Topic.objects.get(pk=topic.pk))
    set_archived(admin=cast.ada, topic=topic, archived=False)
    assert factories.ask(cast.alice, topic=Topic.objects.get(pk=topic.pk))


def test_an_empty_topic_can_be_deleted(cast):
    topic = create_topic(admin=cast.ada, name="Empty")
    delete_topic(admin=cast.ada, topic=topic)
    assert not Topic.objects.filter(name="Empty").exists()
    assert AuditEntry.objects.newest_first()[0].before["name"] == "Empty"


def test_a_topic_with_questions_or_topics_below_stays(cast):
    topic = factories.topic_of(cast.acme)
    create_topic(admin=cast.ada, name="Below", parent=topic)
    with pytest.raises(NotAllowed, match="topics below"):
        delete_topic(admin=cast.ada, topic=topic)
    factories.ask(cast.alice, topic=topic)
    with pytest.raises(NotAllowed, match="has questions"):
        delete_topic(admin=cast.ada, topic=topic)


def test_a_topic_never_stands_below_itself(cast):
    top = create_topic(admin=cast.ada, name="Top")
    below = create_topic(admin=cast.ada, name="Below", parent=create_topic(admin=cast.ada, name="Middle", parent=top))
    for parent in (top, below):
        with pytest.raises(NotAllowed, match="below itself"):
            changed(cast.ada, top, parent=parent)


def test_parents_come_from_the_same_company(cast):
    with pytest.raises(NotAllowed, match="this community"):
        create_topic(admin=cast.ada, name="Ours", parent=factories.topic_of(cast.bolt))


@pytest.mark.django_db(transaction=True)
def test_two_topics_that_move_below_each_other_at_once_make_no_circle(cast):
    pair = [create_topic(admin=cast.ada, name=name) for name in ("One", "Two")]
    outcome = race(2, lambda n: changed(cast.ada, pair[n], parent=pair[1 - n]).parent_id is None)
    assert outcome == {"False": 1, "NotAllowed": 1}


@pytest.mark.django_db(transaction=True)
def test_topics_of_one_name_made_at_once_get_addresses_of_their_own(cast):
    assert sum(race(4, lambda _n: create_topic(admin=cast.ada, name="Roaming").slug).values()) == 4
    assert Topic.objects.filter(slug__startswith="roaming").count() == 4


@pytest.mark.parametrize("who", ["alice", "mona", "charlie"])
def test_only_the_companys_admins_do_any_of_this(cast, who):
    member, topic = getattr(cast, who), factories.topic_of(cast.acme)
    for act in (
        lambda: create_topic(admin=member, name="Mine"),
        lambda: changed(member, topic, name="Mine"),
        lambda: set_archived(admin=member, topic=topic, archived=True),
        lambda: delete_topic(admin=member, topic=topic),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not AuditEntry.objects.exists()


def test_admins_leave_other_companies_alone(cast):
    with pytest.raises(NotAllowed, match="another community"):
        set_archived(admin=cast.ada, topic=factories.topic_of(cast.bolt), archived=True)
