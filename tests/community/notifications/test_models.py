import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.events.models import Event
from community.notifications.models import MailPreference, Notification, SentMail
from community.questions.actions.hide import hide_post
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, deliver_all):
    factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    return Notification.objects.get()


def refused_by(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_nobody_is_told_of_an_event_twice(told):
    told.pk = None
    refused_by("told_once_of_an_event", told.save)


@pytest.mark.parametrize("field", ["kind", "category", "url_name"])
def test_a_notification_says_something(told, field):
    setattr(told, field, "")
    refused_by("notification_says_something", told.save)


def test_one_mail_for_an_event_and_recipient(cast, told):
    def make():
        return SentMail.objects.create(company=cast.acme, event=told.event, recipient=cast.alice)

    make()
    refused_by("one_mail_for_an_event", make)


@pytest.mark.parametrize(
    ("state", "has_time"), [("sent", False), ("claimed", True), ("refused", True), ("lost", False)]
)
def test_only_a_sent_mail_has_a_time(cast, told, state, has_time):
    mail = SentMail(company=cast.acme, event=told.event, recipient=cast.alice, state=state)
    mail.sent_at = clock.now() if has_time else None
    refused_by("only_sent_mails_have_a_time", mail.save)


def test_one_choice_for_a_category(cast):
    def make():
        return MailPreference.objects.create(company=cast.acme, member=cast.alice, category="answers", wanted=True)

    make()
    refused_by("one_choice_for_a_category", make)


def test_a_choice_names_its_category(cast):
    choice = MailPreference(company=cast.acme, member=cast.alice, category="", wanted=True)
    refused_by("mail_preference_names_a_category", choice.save)


def test_a_kind_that_no_feature_knows_any_more_still_reads_well(told):
    told.kind = "forgotten"
    assert told.title == "Something happened in a question that concerns you"


def test_an_actor_who_is_gone_is_somebody(told):
    told.actor = None
    assert told.title == "Somebody answered your question"


def test_the_title_of_a_hidden_question_is_for_its_author_only(cast, told):
    question = told.question
    assert told.about == question.title
    hide_post(moderator=cast.mona, post=question.post, reason="Personal data.")
    fresh = Notification.objects.get(pk=told.pk)
    assert fresh.about == question.title
    fresh.recipient_id = cast.ada.pk
    assert fresh.about == ""
    assert Event.objects.filter(type="post.hidden").exists()
