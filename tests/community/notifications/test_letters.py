from email.utils import parseaddr

import pytest
from django.utils import translation

from accounts.models import Company, Person
from community.notifications.letters import letter, read_unsubscribe_token, unsubscribe_token
from community.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(cast, deliver_all):
    """What Alice was told of Bob's answer."""
    answer = factories.answer(cast.bob, factories.ask(cast.alice, title="Why is there no network in the cellar?"))
    deliver_all()

    def load():
        related = ("company", "recipient__person", "actor", "question__post")
        return answer, Notification.objects.select_related(*related).get()

    return load


def test_it_says_who_did_what_and_where(cast, told):
    answer, notification = told()
    mail = letter(notification, "alice@example.com")
    assert mail.subject == "Bob answered your question: Why is there no network in the cellar?"
    assert mail.to == ["alice@example.com"]
    path = f"/c/acme/q/{notification.question_id}/#answer-{answer.pk}"
    assert f"http://localhost:8000{path}" in mail.body
    assert "Hello Alice," in mail.body


def test_it_holds_nothing_of_the_answer_itself(told):
    answer, notification = told()
    mail = letter(notification, "alice@example.com")
    assert answer.post.markdown[:20] not in mail.body


def test_it_comes_from_the_company(cast, told, settings):
    settings.DEFAULT_FROM_EMAIL = "Peerdesk <no-reply@mail.example>"
    Company.objects.filter(pk=cast.acme.pk).update(name='Acme "Tools", Inc. <&>')
    sender = parseaddr(letter(told()[1], "alice@example.com").message()["From"])
    assert sender == ('Acme "Tools", Inc. <&>', "no-reply@mail.example")


def test_its_id_follows_from_event_and_recipient(told):
    _answer, notification = told()
    first, second = (letter(notification, "alice@example.com").message() for _each in range(2))
    assert first["Message-ID"] == second["Message-ID"]
    assert f"event-{notification.event_id}-{notification.recipient_id}@" in first["Message-ID"]


def test_mail_programs_can_stop_it_with_one_click(told):
    message = letter(told()[1], "alice@example.com").message()
    assert message["List-Unsubscribe"].startswith("<http://localhost:8000/c/acme/inbox/mails/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("persons", "companys", "used"), [("de", "en", "de"), ("", "de", "de"), ("xx", "en", "en"), ("", "fr", "en")]
)
def test_it_is_in_the_recipients_language(cast, told, persons, companys, used):
    Person.objects.filter(pk=cast.alice.person_id).update(language=persons)
    Company.objects.filter(pk=cast.acme.pk).update(default_language=companys)
    with translation.override(used):
        expected = told()[1].title
    with translation.override("ar"):
        assert letter(told()[1], "alice@example.com").subject.startswith(expected)
        assert translation.get_language() == "ar"


def test_a_token_names_the_member_and_the_category_and_cannot_be_made_up(cast, told):
    token = unsubscribe_token(told()[1])
    assert read_unsubscribe_token(token) == (cast.alice.pk, "answers")
    assert read_unsubscribe_token(token[:-1]) is None
    assert read_unsubscribe_token("nonsense") is None
