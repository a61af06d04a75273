import json
from datetime import timedelta

import pytest
import redis
from django.conf import settings as django_settings
from django.db import transaction

from accounts.actions.suspend import suspend_member
from accounts.models import Membership
from community import clock
from community.events.actions import catch_up
from community.events.followers import follower_named
from community.events.models import Delivery, Event
from community.events.record import PastEvent, record_past
from community.notifications.actions.notify import notify
from community.notifications.models import Notification
from community.questions.events import AnswerPosted
from community.web.registries.notices import event_types
from tests import factories
from tests.races import race


@pytest.mark.django_db
def test_an_answer_reaches_the_asker_once_however_often_it_is_delivered(cast, deliver_all):
    factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    event = Event.objects.get(type="answer.posted")
    Delivery.objects.filter(event=event).update(state="open")
    deliver_all()
    notify(event=event)
    told = Notification.objects.get()
    assert (told.recipient, told.actor, told.event) == (cast.alice, cast.bob, event)
    assert told.title == "Bob answered your question"


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_tell_it_once(cast):
    factories.answer(cast.bob, factories.ask(cast.alice))
    event = Event.objects.get(type="answer.posted")
    race(8, lambda _n: notify(event=event))
    assert Notification.objects.count() == 1


@pytest.mark.django_db
def test_names_are_those_of_today(cast, deliver_all):
    factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    Membership.objects.filter(pk=cast.bob.pk).update(display_name="Robert")
    assert Notification.objects.get().title == "Robert answered your question"


@pytest.mark.django_db
def test_nobody_is_told_of_what_they_did_themselves(cast, deliver_all):
    question = factories.ask(cast.alice)
    factories.answer(cast.alice, question, purpose="not_attempt")
    factories.comment(cast.alice, question)
    deliver_all()
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_the_past_of_an_import_is_told_to_nobody(cast, deliver_all):
    question = factories.ask(cast.alice)
    answer = factories.answer(cast.bob, question)
    Delivery.objects.all().update(state="done")
    happened = AnswerPosted(
        company=cast.acme.key,
        actor=cast.bob.key,
        question=question.pk,
        answer=answer.pk,
        purpose="attempt",
        substantive=True,
        by_asker=False,
    )
    with transaction.atomic():
        record_past([PastEvent(happened=happened, occurred_at=clock.now())], source="import")
    event = Event.objects.get(source="import")
    deliver_all()
    catch_up(follower=follower_named("notifications.inbox"))
    notify(event=event)
    assert not Notification.objects.filter(event=event).exists()


@pytest.mark.django_db
def test_what_a_suspended_member_did_is_told_to_nobody(cast, deliver_all):
    factories.answer(cast.bob, factories.ask(cast.alice))
    suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=1), reason="Spam.")
    deliver_all()
    assert not Notification.objects.exclude(recipient=cast.bob).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("unreachable", ["no login", "login switched off"])
def test_who_cannot_read_an_inbox_gets_none(cast, deliver_all, unreachable):
    factories.answer(cast.bob, factories.ask(cast.alice))
    if unreachable == "no login":
        Membership.objects.filter(pk=cast.alice.pk).update(person=None, kind="former")
    else:
        cast.alice.person.is_active = False
        cast.alice.person.save()
    deliver_all()
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_every_event_with_a_notice_is_followed(cast):
    for name in ("notifications.inbox", "notifications.mail"):
        assert follower_named(name).types == event_types()


@pytest.mark.django_db(transaction=True)
def test_open_pages_are_poked_with_an_id_and_nothing_else(cast, deliver_all):
    factories.answer(cast.bob, factories.ask(cast.alice))
    listener = redis.Redis.from_url(django_settings.REDIS_URL).pubsub(ignore_subscribe_messages=True)
    listener.subscribe("pd:live")
    deliver_all()
    heard = []
    while (message := listener.get_message(timeout=1)) or not heard:
        poke = json.loads(message["data"]) if message else {}
        # Another process may test beside this one on the same Redis.
        if poke.get("company") == cast.acme.key:
            heard.append(poke)
    listener.close()
    assert heard == [{"company": cast.acme.key, "stream": f"inbox:{cast.alice.pk}", "version": 0}]
