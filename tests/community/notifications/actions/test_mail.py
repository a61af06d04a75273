import smtplib
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from community import clock
from community.events.followers import NotYet
from community.events.models import Delivery, Event
from community.notifications.actions.mail import CLAIM, MailWaits, mail_notifications
from community.notifications.actions.notify import notify
from community.notifications.actions.prefer import choose_mails
from community.notifications.actions.read import mark_all_read
from community.notifications.models import SentMail
from community.questions.actions.accept import accept_answer
from community.questions.actions.me_too import set_me_too
from tests import factories
from tests.community.notifications.backends import mailbox_full, no_such_mailbox
from tests.races import race


@pytest.fixture
def posted(cast, confirm):
    """An answer of Bob that Alice and Ada are told of, in their inboxes but not yet by mail."""

    def prepare():
        confirm(cast.alice, cast.ada)
        question = factories.ask(cast.alice)
        set_me_too(member=cast.ada, question=question, wanted=True)
        factories.answer(cast.bob, question)
        event = Event.objects.get(type="answer.posted")
        notify(event=event)
        Delivery.objects.filter(event=event, follower="notifications.inbox").update(state="done")
        return event

    return prepare()


def recipients(mailoutbox):
    return sorted(address for message in mailoutbox for address in message.to)


@pytest.mark.django_db
def test_an_answer_is_mailed_to_everybody_concerned(cast, posted, deliver_all, mailoutbox):
    deliver_all()
    assert recipients(mailoutbox) == sorted([cast.alice.person.email, cast.ada.person.email])


@pytest.mark.django_db
def test_a_mail_that_was_sent_is_never_sent_again(cast, posted, deliver_all, mailoutbox):
    deliver_all()
    Delivery.objects.filter(event=posted).update(state="open")
    deliver_all()
    assert mail_notifications(event=posted) == 0
    assert len(mailoutbox) == 2


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_each_mail_once(cast, posted, mail_server):
    race(8, lambda _n: mail_notifications(event=posted))
    assert len(mail_server.taken) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("error", [mailbox_full("x"), smtplib.SMTPDataError(451, b"try later")])
def test_one_recipients_trouble_keeps_nobody_elses_mail_back(cast, posted, mail_server, error):
    address = cast.ada.person.email
    mail_server.errors[address] = error
    with pytest.raises(MailWaits):
        mail_notifications(event=posted)
    mail_server.errors.clear()
    assert mail_notifications(event=posted) == 1
    assert sorted(message.to[0] for message in mail_server.taken) == sorted([cast.alice.person.email, address])


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_given_up(cast, posted, mail_server):
    address = cast.ada.person.email
    mail_server.errors[address] = no_such_mailbox(address)
    mail_notifications(event=posted)
    assert SentMail.objects.get(recipient=cast.ada).state == "refused"
    assert mail_notifications(event=posted) == 0


@pytest.mark.django_db
def test_a_mail_server_that_is_away_keeps_the_receipt_open(cast, posted, mail_server, deliver_all):
    for member in (cast.alice, cast.ada):
        mail_server.errors[member.person.email] = ConnectionRefusedError()
    deliver_all()
    receipt = Delivery.objects.get(event=posted, follower="notifications.mail")
    assert (receipt.state, receipt.attempts) == ("open", 1)
    mail_server.errors.clear()
    with clock.moved(timedelta(seconds=5)):
        deliver_all()
    assert len(mail_server.taken) == 2


@pytest.mark.django_db
def test_a_claim_is_respected_until_its_worker_must_be_dead(cast, posted, mail_server):
    SentMail.objects.create(company=cast.acme, event=posted, recipient=cast.ada)
    with pytest.raises(MailWaits):
        mail_notifications(event=posted)
    assert len(mail_server.taken) == 1
    with clock.moved(CLAIM):
        assert mail_notifications(event=posted) == 1


@pytest.mark.django_db
def test_a_mail_waits_for_the_inbox(cast, posted, mail_server):
    Delivery.objects.filter(event=posted, follower="notifications.inbox").update(state="open")
    with pytest.raises(NotYet):
        mail_notifications(event=posted)
    assert mail_server.taken == []


@pytest.mark.django_db
def test_what_was_read_already_is_not_mailed(cast, posted, deliver_all, mailoutbox):
    mark_all_read(member=cast.alice)
    deliver_all()
    assert recipients(mailoutbox) == [cast.ada.person.email]


@pytest.mark.django_db
def test_an_unconfirmed_address_gets_nothing(cast, posted, deliver_all, mailoutbox):
    EmailAddress.objects.filter(user=cast.alice.person).update(verified=False)
    deliver_all()
    assert recipients(mailoutbox) == [cast.ada.person.email]


@pytest.mark.django_db
def test_the_primary_address_is_used(cast, posted, deliver_all, mailoutbox):
    EmailAddress.objects.create(user=cast.alice.person, email="alice@second.example", verified=True)
    mark_all_read(member=cast.ada)
    deliver_all()
    assert recipients(mailoutbox) == [cast.alice.person.email]


@pytest.mark.django_db
def test_a_category_that_was_switched_off_is_not_mailed(cast, posted, deliver_all, mailoutbox):
    choose_mails(member=cast.alice, wanted={"answers": False})
    deliver_all()
    assert recipients(mailoutbox) == [cast.ada.person.email]


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "mails"), [(None, 0), (True, 1)])
def test_comments_are_mailed_only_when_wanted(cast, confirm, deliver_all, mailoutbox, wanted, mails):
    confirm(cast.alice)
    if wanted:
        choose_mails(member=cast.alice, wanted={"comments": True})
    factories.comment(cast.bob, factories.ask(cast.alice))
    deliver_all()
    assert len(mailoutbox) == mails


@pytest.mark.django_db
def test_an_accepted_answer_is_mailed(cast, confirm, deliver_all, mailoutbox):
    confirm(cast.bob)
    answer = factories.answer(cast.bob, factories.ask(cast.alice))
    accept_answer(member=cast.alice, answer=answer)
    deliver_all()
    assert [message.subject.partition(":")[0] for message in mailoutbox] == ["Alice accepted your answer"]


@pytest.mark.django_db
def test_an_event_that_concerns_nobody_opens_no_connection(cast, mail_server, deliver_all):
    mail_server.errors["nobody"] = AssertionError()
    factories.comment(cast.alice, factories.ask(cast.alice))
    deliver_all()
    assert not Delivery.objects.exclude(state="done").exists()
