"""What people see of prices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import clock
from community.notifications.models import Notification
from community.questions.actions.accept import withdraw_acceptance
from rewards.earning.actions.choose import choose_points
from rewards.earning.actions.vest import vest_due
from rewards.earning.models import EarningChoice, PriceList
from rewards.earning.money import amount_said
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/c/acme/prices/"
ADMIN = "/c/acme/manage/earning/pricelist"


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("who", [None, "alice", "mona"])
def test_everybody_reads_the_prices_before_they_work(cast, prices, browser_of, who):
    page = text(browser_of(getattr(cast, who) if who else None).get(PAGE))
    assert "Accepted answer" in page and "£1.00" in page
    assert "still holds £10.00 of £10.00" in page


def test_a_used_up_pot_is_said_first(cast, price, browser_of):
    price(monthly_pot=50)
    page = text(browser_of(None).get(PAGE))
    assert "This month's pot is used up: answers earn recognition only." in page


def test_where_no_rewards_run_the_page_says_so(cast, browser_of):
    assert "but no points" in text(browser_of(None).get(PAGE))


def test_the_other_companys_prices_are_their_own(cast, prices, browser_of):
    assert "but no points" in text(browser_of(cast.charlie).get("/c/bolt/prices/"))


def test_members_choose_recognition_alone(cast, prices, browser_of):
    browser = browser_of(cast.bob)
    assert "Your choice is kept" in text(browser.post(f"{PAGE}choice/", {"declines": "on"}, follow=True))
    assert EarningChoice.objects.get(member=cast.bob).declines_points
    browser.post(f"{PAGE}choice/", {})
    assert not EarningChoice.objects.get(member=cast.bob).declines_points


def test_visitors_are_asked_to_sign_in_first(cast, prices, browser_of):
    assert browser_of(None).post(f"{PAGE}choice/", {"declines": "on"}).status_code == 302
    assert not EarningChoice.objects.exists()


def test_the_composer_says_what_an_answer_earns(cast, prices, browser_of):
    question = factories.ask(cast.alice)
    path = f"/c/acme/q/{question.pk}/"
    assert "An accepted answer earns 100 points (£1.00)" in text(browser_of(cast.bob).get(path, follow=True))
    assert "An accepted answer earns" not in text(browser_of(cast.alice).get(path, follow=True))


def test_the_composer_says_when_it_earns_recognition_only(cast, price, browser_of):
    price(monthly_pot=0)
    page = browser_of(cast.bob).get(f"/c/acme/q/{factories.ask(cast.alice).pk}/", follow=True)
    assert "recognition only" in text(page)


def test_the_composer_says_nothing_of_money_to_those_who_declined_it(cast, prices, browser_of):
    choose_points(member=cast.bob, declines=True)
    page = browser_of(cast.bob).get(f"/c/acme/q/{factories.ask(cast.alice).pk}/", follow=True)
    assert "An accepted answer earns" not in text(page)


@pytest.mark.parametrize(
    ("amount", "said"),
    [((100, "GBP"), "£1.00"), ((123456, "EUR"), "€1,234.56"), ((5, "JPY"), "¥5"), ((5, "SEK"), "SEK 0.05")],
)
def test_amounts_of_money(amount, said):
    assert amount_said(*amount) == said


def test_an_admin_drafts_replays_and_another_puts_it_into_force(cast, prices, second_admin, browser_of, deliver_all):
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    ada, ben = browser_of(cast.ada), browser_of(second_admin)
    form = ada.get(f"{ADMIN}/add/").context["adminform"].form
    assert form["accepted_answer"].value() == 100
    words = {name: form[name].value() for name in form.fields} | {
        "accepted_answer": "150",
        "pays_moderators_choice": "on",
    }
    assert ada.post(f"{ADMIN}/add/", words).status_code == 302
    draft = PriceList.objects.get(state="draft")
    page = text(ada.get(f"{ADMIN}/{draft.pk}/replay/?days=30"))
    assert "every one comes out as it was paid" in page and "150" in page
    assert "Another admin has to put it into force" in text(
        ada.post(f"{ADMIN}/act/activate/?ids={draft.pk}", {"digest": draft.digest}, follow=True)
    )
    asked = ben.get(f"{ADMIN}/act/activate/?ids={draft.pk}")
    assert asked.context["form"]["digest"].value() == draft.digest
    ben.post(f"{ADMIN}/act/activate/?ids={draft.pk}", {"digest": draft.digest})
    draft.refresh_from_db()
    assert (draft.state, draft.activated_by) == ("active", second_admin)


def test_a_list_in_force_can_be_read_and_not_changed(cast, prices, browser_of):
    browser = browser_of(cast.ada)
    assert 'name="accepted_answer"' not in text(browser.get(f"{ADMIN}/{prices.pk}/change/"))
    assert browser.post(f"{ADMIN}/{prices.pk}/change/", {"accepted_answer": "1"}).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("mona", 403), ("alice", 403), ("charlie", 403)])
def test_prices_in_the_admin_are_for_admins(cast, prices, browser_of, who, status):
    assert browser_of(getattr(cast, who)).get(f"{ADMIN}/{prices.pk}/replay/").status_code == status


def test_another_companys_list_is_not_found(cast, prices, browser_of):
    boss = factories.make_member(cast.bolt, role="admin")
    assert browser_of(boss).get(f"/c/bolt/manage/earning/pricelist/{prices.pk}/replay/").status_code == 404


def test_the_programme_is_set_up_and_changed_in_one_place(cast, browser_of):
    browser = browser_of(cast.ada)
    words = {
        "is_running": "on",
        "currency": "eur",
        "minor_units_per_point": "1",
        "maturation_days": "14",
        "clawback_floor": "0",
    }
    response = browser.get("/c/acme/manage/earning/program/", follow=True)
    assert response.request["PATH_INFO"].endswith("/program/add/")
    assert browser.post("/c/acme/manage/earning/program/add/", words).status_code == 302
    page = text(browser.get("/c/acme/manage/earning/program/", follow=True))
    assert 'value="EUR"' in page


def test_members_read_why_each_deed_earned_what_it_did(cast, price, browser_of, deliver_all):
    price(monthly_pot=150)
    titles = ["How do I switch roaming on?", "How do I switch roaming off?"]
    for title in titles:
        factories.solve(factories.ask(cast.alice, title), cast.bob)
    deliver_all()
    page = text(browser_of(cast.bob).get("/c/acme/earnings/"))
    assert "100 points" in page and "The full price." in page
    assert "pot was used up, so this is recognition only" in page
    assert all(title in page for title in titles)
    assert "Nothing yet" in text(browser_of(cast.alice).get("/c/acme/earnings/"))
    assert browser_of(None).get("/c/acme/earnings/").status_code == 302


def test_the_page_takes_as_many_queries_for_one_row_as_for_many(cast, prices, browser_of, deliver_all):
    browser, counts = browser_of(cast.bob), []
    for _ in range(2):
        for _each in range(3):
            factories.solve(factories.ask(cast.alice), cast.bob)
        deliver_all()
        browser.get("/c/acme/earnings/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/c/acme/earnings/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_members_hear_of_points_that_were_theirs_and_are_taken_back(cast, prices, deliver_all):
    answer = factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    with clock.moved(timedelta(days=15)):
        vest_due()
        withdraw_acceptance(member=cast.alice, question=answer.question)
        deliver_all()
    assert Notification.objects.get(recipient=cast.bob, kind="points_taken_back")
