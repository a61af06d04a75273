import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.notifications.actions.read import mark_read
from community.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(browser_of, cast):
    return browser_of(cast.alice)


def answers(cast, count):
    for _each in range(count):
        factories.answer(cast.bob, factories.ask(cast.alice))


def test_it_costs_the_same_with_one_row_and_with_three(cast, alice, deliver_all):
    answers(cast, 1)
    deliver_all()
    alice.get("/c/acme/inbox/")
    with CaptureQueriesContext(connection) as one:
        alice.get("/c/acme/inbox/")
    answers(cast, 2)
    deliver_all()
    with CaptureQueriesContext(connection) as three:
        page = alice.get("/c/acme/inbox/")
    assert page.content.count(b"Bob answered your question") == 3
    assert len(one) == len(three)


def test_the_unread_stand_first_and_say_so(cast, alice, deliver_all):
    answers(cast, 3)
    deliver_all()
    newest = Notification.objects.order_by("-pk").first()
    mark_read(notification=newest)
    page = alice.get("/c/acme/inbox/")
    assert [each.pk for each in page.context["notices"]][-1] == newest.pk
    assert page.content.count(b"Unread:") == 2


def test_what_belongs_to_one_question_stands_together(cast, alice, deliver_all):
    question, other = factories.ask(cast.alice), factories.ask(cast.alice)
    for each in (question, other, question):
        factories.answer(cast.bob, each)
        deliver_all()
    page = alice.get("/c/acme/inbox/")
    assert [each.question_id for each in page.context["notices"]] == [question.pk, question.pk, other.pk]


def test_opening_one_marks_it_and_leads_to_the_answer(cast, alice, deliver_all):
    answers(cast, 1)
    deliver_all()
    notification = Notification.objects.get()
    response = alice.get(f"/c/acme/inbox/{notification.pk}/")
    assert response["Location"] == f"/c/acme/q/{notification.question_id}/#{notification.anchor}"
    notification.refresh_from_db()
    assert notification.read_at is not None
    assert alice.get(response["Location"], follow=True).status_code == 200


def test_somebody_elses_notification_is_not_there(cast, browser_of, deliver_all):
    answers(cast, 1)
    deliver_all()
    address = f"/c/acme/inbox/{Notification.objects.get().pk}/"
    for member, prefix in ((cast.bob, "acme"), (cast.charlie, "bolt")):
        assert browser_of(member).get(address.replace("acme", prefix)).status_code == 404
    assert Notification.objects.unread().count() == 1


def test_everything_can_be_marked_at_once(cast, alice, deliver_all):
    answers(cast, 2)
    factories.comment(cast.alice, factories.ask(cast.bob))
    deliver_all()
    assert alice.post("/c/acme/inbox/read/").status_code == 302
    assert [each.recipient for each in Notification.objects.unread()] == [cast.bob]


@pytest.mark.parametrize("path", ["inbox/", "inbox/1/", "inbox/mails/"])
def test_a_visitor_is_asked_to_sign_in(cast, browser_of, path):
    response = browser_of(None).get(f"/c/acme/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/c/acme/accounts/login/")


def test_the_badge_costs_members_one_query_and_visitors_none(cast, browser_of, deliver_all):
    answers(cast, 2)
    deliver_all()

    def counted(client):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/c/acme/topics/")
        return page, len([each for each in queries if "notifications_notification" in each["sql"]])

    page, queries = counted(browser_of(cast.alice))
    assert (queries, b"2 unread" in page.content) == (1, True)
    assert counted(browser_of(None))[1] == 0
