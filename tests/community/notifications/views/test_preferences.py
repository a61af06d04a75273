import pytest
from django.test import Client

from community.notifications.letters import unsubscribe_token
from community.notifications.models import MailPreference, Notification
from community.notifications.queries import mail_switches
from tests import factories

pytestmark = pytest.mark.django_db

OF_QUESTIONS = {"answers", "accepted", "comments", "follow_up", "moderation"}


@pytest.fixture
def stop_path(cast, deliver_all):
    """The path in a mail of Alice that stops mails about answers."""
    factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    return f"/inbox/mails/stop/{unsubscribe_token(Notification.objects.get())}/"


def wanted_by(member):
    """What the member gets by mail of the categories of questions; other features have some of their own."""
    return {category.name for category, wanted in mail_switches(member) if wanted and category.name in OF_QUESTIONS}


def test_answers_and_accepted_answers_are_mailed_unless_switched_off(cast):
    assert wanted_by(cast.alice) == {"answers", "accepted"}


def test_switches_are_kept(cast, browser_of):
    client = browser_of(cast.alice)
    for choice in ({"comments", "answers"}, set(), {"accepted"}):
        response = client.post("/c/acme/inbox/mails/", dict.fromkeys(choice, "on"))
        assert response.status_code == 302
        assert wanted_by(cast.alice) == choice
    assert wanted_by(cast.bob) == {"answers", "accepted"}
    assert b"checkbox" in client.get("/c/acme/inbox/mails/").content


def test_opening_the_link_only_asks(cast, stop_path):
    page = Client(HTTP_HOST="localhost").get(f"/c/acme{stop_path}")
    assert page.status_code == 200
    assert wanted_by(cast.alice) == {"answers", "accepted"}


def test_one_click_without_cookies_stops_the_category(cast, stop_path):
    program = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    for _twice in range(2):
        assert program.post(f"/c/acme{stop_path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert wanted_by(cast.alice) == {"accepted"}
    assert MailPreference.objects.count() == 1


def test_a_link_that_is_not_ours_stops_nothing(cast, stop_path):
    client = Client(HTTP_HOST="localhost")
    for path in (f"/c/bolt{stop_path}", "/c/acme/inbox/mails/stop/made-up/", f"/c/acme{stop_path[:-3]}x/"):
        assert client.post(path).status_code == 404
    assert not MailPreference.objects.exists()
