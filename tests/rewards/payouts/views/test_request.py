"""The form for a payout, and the one that says where it goes: what is wrong stands beside its field, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from community import clock
from rewards.ledger.models import Freeze
from rewards.ledger.queries import points_of
from rewards.ledger.verification import findings_of
from rewards.payouts.models import Payout, PayoutDetails
from tests.races import race

REQUEST, DETAILS = "/c/acme/wallet/payout/", "/c/acme/wallet/details/"


def form(**fields: object) -> dict[str, object]:
    return {"submission": uuid4(), **fields}


def test_asking_leads_to_the_payouts(bob, browser_of):
    sent = browser_of(bob).post(REQUEST, form(cash=600), follow=True)
    assert sent.redirect_chain[0][0] == "/c/acme/wallet/payouts/"
    assert "Waits for approval" in sent.content.decode()
    assert points_of(bob).available == 400


BAD = [
    ({"cash": "-5"}, "cash", "Write at least 1 point, or leave this empty."),
    ({"cash": "0"}, "cash", "Write at least 1 point, or leave this empty."),
    ({"cash": "12.5"}, "cash", "Write a whole number of points, without a decimal point."),
    ({"cash": "1e3"}, "cash", "Write a whole number of points, without a decimal point."),
    ({"cash": "a lot"}, "cash", "Write a whole number of points, without a decimal point."),
    ({"cash": "9" * 12}, "cash", "That is more points than anybody has."),
    ({"cash": "9" * 5000}, "cash", "Write a whole number of points, without a decimal point."),
    ({"cash": "1001"}, "cash", "You can take out 1000 points at most."),
    ({"cash": "499"}, "cash", "Take out at least 500 points."),
    ({"credit": "99"}, "credit", "Take out at least 100 points."),
    ({"charity": "10"}, "to", "Choose one of the charities."),
    ({"charity": "10", "to": "999999"}, "to", "Choose one of the charities."),
    ({"charity": "10", "to": "x"}, "to", "Choose one of the charities."),
    ({}, None, "Write how many points you want to take out, and how."),
]


@pytest.mark.parametrize(("fields", "where", "sentence"), BAD)
def test_what_is_wrong_stands_beside_its_field_and_moves_nothing(bob, browser_of, fields, where, sentence):
    refused = browser_of(bob).post(REQUEST, form(**fields))
    assert refused.status_code == 422
    shown = refused.context["form"]
    assert sentence in (shown.errors[where] if where else shown.non_field_errors())
    for name, value in fields.items():
        assert shown[name].value() == value
    assert points_of(bob).available == 1000
    assert not Payout.objects.exists()


def test_a_nul_is_no_number(bob, browser_of):
    assert browser_of(bob).post(REQUEST, form(cash="6\x0000")).status_code in {400, 422}
    assert points_of(bob).available == 1000


@pytest.mark.parametrize("submission", ["", "x", "1" * 40])
def test_a_form_without_its_key_asks_for_nothing(bob, browser_of, submission):
    refused = browser_of(bob).post(REQUEST, {"submission": submission, "cash": "600"})
    assert refused.status_code == 422
    assert points_of(bob).available == 1000


def test_more_than_there_is_in_parts_is_said_at_the_last_part(bob, browser_of, charity):
    refused = browser_of(bob).post(REQUEST, form(cash=700, charity=400, to=charity.pk))
    assert list(refused.context["form"].errors) == ["charity"]


def test_two_tabs_with_one_form_are_one_request_and_one_of_the_days(bob, browser_of):
    browser, sent = browser_of(bob), form(credit=100)
    for _tab in range(6):
        assert browser.post(REQUEST, sent).status_code == 302
    assert points_of(bob).available == 900


def test_a_fourth_request_of_the_day_has_to_wait(bob, browser_of):
    browser = browser_of(bob)
    for _request in range(3):
        browser.post(REQUEST, form(credit=100))
    refused = browser.post(REQUEST, form(credit=100))
    assert refused.status_code == 422
    assert "You have asked for 3 payouts today." in refused.content.decode()
    assert refused.context["form"]["credit"].value() == "100"
    assert points_of(bob).available == 700


def test_what_is_refused_uses_none_of_the_days_requests_up(bob, browser_of):
    browser = browser_of(bob)
    for _try in range(4):
        assert browser.post(REQUEST, form(cash=1001)).status_code == 422
    assert browser.post(REQUEST, form(cash=600)).status_code == 302


def test_a_mistake_uses_no_request_up(bob, browser_of):
    browser = browser_of(bob)
    for _time in range(5):
        assert browser.post(REQUEST, form(cash="-1")).status_code == 422
    assert browser.post(REQUEST, form(cash="600")).status_code == 302


def test_frozen_books_are_said_above_the_form(cast, bob, browser_of):
    Freeze.objects.create(company=cast.acme, findings=["x"])
    browser = browser_of(bob)
    assert "Your points are safe" in browser.get(REQUEST).content.decode()
    assert browser.post(REQUEST, form(cash=600)).status_code == 422


def test_visitors_sign_in_first_and_strangers_join(cast, bob, browser_of):
    assert "/accounts/login/" in browser_of(None).get(REQUEST).headers["Location"]
    assert "/join/" in browser_of(cast.charlie).get(REQUEST).headers["Location"]


def give_password(member, browser) -> None:
    member.person.set_password("correct horse battery")
    member.person.save()
    browser.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.parametrize("page", [REQUEST, DETAILS])
def test_who_has_a_password_proves_who_they_are_first(bob, browser_of, page):
    browser = browser_of(bob)
    give_password(bob, browser)
    sent = browser.get(page)
    assert sent.headers["Location"].startswith("/c/acme/accounts/reauthenticate/?next=")
    back = browser.post(sent.headers["Location"], {"password": "correct horse battery"})
    assert back.headers["Location"] == page
    assert browser.get(page).status_code == 200


def test_what_was_written_survives_the_proof(bob, browser_of):
    browser = browser_of(bob)
    give_password(bob, browser)
    sent = browser.post(REQUEST, form(credit=321))
    assert not Payout.objects.exists()
    browser.post(sent.headers["Location"], {"password": "correct horse battery"})
    assert 'value="321"' in browser.get(REQUEST).content.decode()


def test_without_a_password_the_sign_in_itself_must_be_fresh(bob, browser_of):
    browser = browser_of(bob)
    bob.person.last_login = clock.now() - timedelta(minutes=6)
    bob.person.save()
    refused = browser.get(REQUEST)
    assert refused.status_code == 403
    assert "Money needs a fresh sign-in" in refused.content.decode()


DETAILS_FORM = {"holder": "Bob Example", "iban": "GB82 WEST 1234 5698 7654 32", "is_of_age": "on"}


def test_changed_details_are_mailed_and_stop_cash_for_three_days(bob, browser_of, deliver_all, mailoutbox, confirm):
    confirm(bob)
    browser = browser_of(bob)
    assert browser.post(DETAILS, DETAILS_FORM).status_code == 302
    deliver_all()
    assert [mail.subject for mail in mailoutbox] == ["Acme: Your payout details were changed"]
    assert "GB82" not in mailoutbox[0].body
    refused = browser.post(REQUEST, form(cash=600))
    assert "changed lately" in str(refused.context["form"].errors["cash"])
    with clock.moved(timedelta(hours=73)):
        assert browser.post(REQUEST, form(cash=600)).status_code == 302
    assert Payout.objects.get().payee_account == "GB82WEST12345698765432"


BAD_DETAILS = [
    ({"iban": "GB83 WEST 1234 5698 7654 32"}, "iban", "check digits do not fit"),
    ({"iban": "GB82 WEST 1234"}, "iban", "no complete IBAN"),
    ({"iban": "hello"}, "iban", "no complete IBAN"),
    ({"iban": "DE893704004405320130001"}, "iban", "no complete IBAN"),
    ({"iban": ""}, "iban", "Write the IBAN"),
    ({"holder": ""}, "holder", "Write whose account this is."),
    ({"holder": "x" * 71}, "holder", ""),
    ({"customer_number": "x" * 61}, "customer_number", ""),
]


@pytest.mark.parametrize(("fields", "where", "sentence"), BAD_DETAILS)
def test_wrong_details_are_said_beside_their_field_and_change_nothing(bob, browser_of, fields, where, sentence):
    before = PayoutDetails.objects.values().get()
    refused = browser_of(bob).post(DETAILS, DETAILS_FORM | fields)
    assert refused.status_code == 422
    assert sentence in str(refused.context["form"].errors[where])
    assert PayoutDetails.objects.values().get() == before


def test_a_text_that_no_text_can_hold_is_refused(bob, browser_of):
    assert browser_of(bob).post(DETAILS, DETAILS_FORM | {"holder": "Bob\x00"}).status_code in {400, 422}
    assert PayoutDetails.objects.get().holder == "Bob Example"


def test_the_same_details_again_change_nothing(bob, browser_of, deliver_all, mailoutbox):
    said = {
        "holder": "Bob Example",
        "iban": "de89-3704 0044 0532 0130 00",
        "customer_number": "C-17",
        "is_of_age": "on",
    }
    browser_of(bob).post(DETAILS, said)
    deliver_all()
    assert mailoutbox == []
    assert PayoutDetails.objects.get().changed_at < clock.now() - timedelta(days=29)


def test_details_are_kept_in_no_session(bob, browser_of):
    browser_of(bob).post(DETAILS, DETAILS_FORM)
    assert not any("WEST" in str(session.get_decoded()) for session in Session.objects.all())


@pytest.mark.django_db(transaction=True)
def test_eight_browsers_at_once_spend_no_point_twice(bob, browser_of, settings):
    from community.web import limits

    assert limits.LIMITS["payout"].windows[0].passes == 3
    browsers = [browser_of(bob) for _each in range(8)]
    for browser in browsers:
        assert browser.get(REQUEST).status_code == 200
    outcomes = race(8, lambda number: browsers[number].post(REQUEST, form(credit=500)).status_code)
    assert outcomes["302"] <= 2 and set(outcomes) <= {"302", "422", "429"}
    assert points_of(bob).available == 1000 - 500 * outcomes["302"]
    assert findings_of(bob.company) == []


def test_bank_details_wait_in_no_session_for_the_proof(bob, browser_of):
    browser = browser_of(bob)
    give_password(bob, browser)
    sent = browser.post(DETAILS, DETAILS_FORM)
    assert sent.status_code == 302
    held = [str(session.get_decoded()) for session in Session.objects.all()]
    assert not any("WEST" in each or DETAILS_FORM["holder"] in each for each in held)
    browser.post(sent.headers["Location"], {"password": "correct horse battery"})
    assert "what you wrote was not kept" in browser.get(DETAILS).content.decode()


def test_a_form_sent_again_with_other_points_says_so(bob, browser_of):
    browser, said = browser_of(bob), form(credit=500)
    assert browser.post(REQUEST, said).status_code == 302
    refused = browser.post(REQUEST, {**said, "credit": "400"})
    assert refused.status_code == 422
    assert "made a request already" in refused.content.decode() and 'value="400"' in refused.content.decode()
