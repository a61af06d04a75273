"""The pages on which a member reads what they have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from community import clock
from rewards.earning.models import EarningChoice
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.payouts.actions.decide import approve_payout, refuse_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.send import send_payout
from rewards.payouts.models import Charity, Payout
from tests import factories
from tests.rewards.payouts.conftest import fund


def ask(member, *parts) -> Payout:
    return request_payout(member=member, parts=parts, submission=uuid4())[0]


def test_an_empty_wallet_says_how_to_earn(cast, program, browser_of):
    page = browser_of(cast.alice).get("/c/acme/wallet/").content.decode()
    assert "How to earn your first points" in page
    assert "?filter=unanswered" in page


def test_a_wallet_shows_what_it_is_worth_and_what_is_missing(bob, rules, browser_of):
    rules.threshold = 1500
    rules.save()
    page = browser_of(bob).get("/c/acme/wallet/").content.decode()
    assert "£10.00" in page
    assert "500 points more are needed." in page
    assert "private, no-store" in browser_of(bob).get("/c/acme/wallet/").headers["Cache-Control"]


def test_a_window_is_named(bob, rules, browser_of):
    rules.cash_months, rules.last_day = [6], 5
    rules.save()
    with clock.frozen_at(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        page = browser_of(bob).get("/c/acme/wallet/").content.decode()
    assert "Opens on June 1, 2027, until June 5, 2027." in page


def test_who_wants_no_money_sees_none(bob, browser_of):
    EarningChoice.objects.create(company=bob.company, member=bob, declines_points=True)
    page = browser_of(bob).get("/c/acme/wallet/").content.decode()
    assert "£" not in page
    assert "recognition without points" in page


def test_pending_points_show_their_day(cast, bob, browser_of):
    with transaction.atomic():
        legs = {AccountRef(Account.Kind.FUNDING): -70, AccountRef(Account.Kind.PENDING, bob.pk): 70}
        post(company=cast.acme, kind="earn", source=("test", "1"), legs=legs)
    page = browser_of(bob).get("/c/acme/wallet/").content.decode()
    assert "Earned, pending" in page and "+70" in page


def test_every_page_of_a_wallet_is_for_members(cast, bob, browser_of):
    payout = ask(bob, Part("credit", 100))
    for page in ("", "payout/", "details/", "payouts/", f"payouts/{payout.pk}/", "statement/", "statement/2026-11/"):
        assert browser_of(None).get(f"/c/acme/wallet/{page}").status_code == 302
        assert browser_of(bob).get(f"/c/acme/wallet/{page}").status_code == 200


def test_the_payout_of_somebody_else_is_no_page(cast, bob, browser_of):
    payout = ask(bob, Part("credit", 100))
    assert browser_of(cast.alice).get(f"/c/acme/wallet/payouts/{payout.pk}/").status_code == 404
    assert browser_of(cast.alice).post(f"/c/acme/wallet/payouts/{payout.pk}/cancel/").status_code == 404
    assert browser_of(cast.ada).get(f"/c/acme/wallet/payouts/{payout.pk}/").status_code == 404


def test_a_payout_shows_its_way_and_no_whole_account(cast, bob, browser_of):
    payout = ask(bob, Part("cash", 500))
    approve_payout(admin=cast.ada, payout=payout)
    page = browser_of(bob).get(f"/c/acme/wallet/payouts/{payout.pk}/").content.decode()
    assert "Requested" in page and "Approved" in page
    assert "3000" in page and "DE8937" not in page
    assert cast.ada.display_name not in page


def test_a_request_is_taken_back(bob, browser_of, points):
    payout = ask(bob, Part("cash", 500))
    page = browser_of(bob).post(f"/c/acme/wallet/payouts/{payout.pk}/cancel/", follow=True).content.decode()
    assert "Cancelled" in page
    assert points(bob)["available"] == 1000


def test_a_refusal_is_explained(cast, bob, browser_of):
    payout = ask(bob, Part("cash", 500))
    refuse_payout(admin=cast.ada, payout=payout, reason="The account is not yours.")
    page = browser_of(bob).get(f"/c/acme/wallet/payouts/{payout.pk}/").content.decode()
    assert "The account is not yours." in page and "The points are yours again." in page


def test_the_statement_has_each_line_and_adds_up(cast, bob, charity, browser_of):
    payout = ask(bob, Part("charity", 300, charity))
    approve_payout(admin=cast.ada, payout=payout)
    send_payout(payout.pk)
    statement = browser_of(bob).get("/c/acme/wallet/statement/").context["statement"]
    assert [line.transfer.kind for line in statement.lines] == ["reversal", "payout_request", "payout_paid"]
    for part in ("pending", "held", "available", "payout_pending"):
        changes = sum(getattr(line, part) for line in statement.lines)
        assert getattr(statement.opening, part) + changes == getattr(statement.closing, part)
    assert statement.closing.available == 700


def test_months_begin_where_the_company_is(cast, bob, browser_of):
    cast.acme.time_zone = "Pacific/Auckland"
    cast.acme.save()
    with clock.frozen_at(datetime(2030, 3, 31, 11, 30, tzinfo=UTC)):
        fund(bob, 7)
    browser = browser_of(bob)
    april = browser.get("/c/acme/wallet/statement/2030-04/").context["statement"]
    assert [line.amount for line in april.lines] == [7]
    assert browser.get("/c/acme/wallet/statement/2030-03/").context["statement"].closing.available == 1000


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1999-01", "x", "2026-11-01", "２０２６-11", "99999-01"])
def test_what_is_no_month_is_no_page(bob, browser_of, month):
    assert browser_of(bob).get(f"/c/acme/wallet/statement/{month}/").status_code == 404
    assert browser_of(bob).get(f"/c/acme/wallet/statement/{month}/file/").status_code == 404


def test_the_statement_as_a_file_runs_nothing(cast, bob, browser_of):
    evil = Charity.objects.create(company=cast.acme, name="=HYPERLINK(1)")
    ask(bob, Part("charity", 10, evil))
    sent = browser_of(bob).get(f"/c/acme/wallet/statement/{clock.now():%Y-%m}/file/")
    assert sent.headers["Content-Disposition"].startswith("attachment;")
    rows = sent.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Time,What,For")
    assert len(rows) == 5
    assert not any(cell.startswith("=") for row in rows for cell in row.split(","))


def test_totals_are_public_and_small_groups_are_not_shown(cast, bob, charity, browser_of):
    payout = ask(bob, Part("charity", 300, charity))
    approve_payout(admin=cast.ada, payout=payout)
    send_payout(payout.pk)
    page = browser_of(None).get("/c/acme/rewards/totals/").content.decode()
    assert "£3.00" in page and "Sea rescue" in page
    assert "once ten members have been paid" in page
    assert "Bob" not in page


def test_totals_by_tenth_once_ten_were_paid(cast, bob, charity, browser_of):
    for number in range(1, 11):
        member = factories.make_member(cast.acme)
        fund(member, 100 * number)
        payout = ask(member, Part("charity", 100 * number, charity))
        approve_payout(admin=cast.ada, payout=payout)
        send_payout(payout.pk)
    totals = browser_of(None).get("/c/acme/rewards/totals/").context["totals"]
    assert len(totals.deciles) == 10
    assert round(totals.deciles[0], 1) == 18.2 and round(sum(totals.deciles)) == 100


def test_without_rewards_there_are_no_totals(cast, browser_of):
    assert browser_of(None).get("/c/acme/rewards/totals/").status_code == 404


def test_a_wallet_takes_as_many_queries_with_many_lines(bob, browser_of, django_assert_max_num_queries, charity):
    browser = browser_of(bob)
    browser.get("/c/acme/wallet/")
    ask(bob, Part("charity", 10, charity))
    with django_assert_max_num_queries(60) as few:
        browser.get("/c/acme/wallet/")
    for _again in range(4):
        ask(bob, Part("charity", 10, charity))
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get("/c/acme/wallet/")


def test_the_menu_leads_to_the_wallet(cast, browser_of):
    assert 'href="/c/acme/wallet/"' in browser_of(cast.alice).get("/c/acme/").content.decode()
    assert 'href="/c/acme/wallet/"' not in browser_of(None).get("/c/acme/").content.decode()


def test_cash_of_the_window_closes_a_year_later(bob, rules):
    """A window at the end of December is followed by the one of the next year."""
    from datetime import date

    from rewards.payouts.policies import window_at

    rules.cash_months, rules.first_day, rules.last_day = [2], 10, 31
    assert window_at(rules, date(2027, 3, 1)).last == date(2028, 2, 29)
    assert window_at(rules, date(2027, 2, 28)).first == date(2027, 2, 10)
    assert timedelta(days=0) == window_at(rules, date(2027, 1, 1)).first - date(2027, 2, 10)


def test_totals_are_what_was_paid_whatever_a_point_is_worth_now(cast, bob, program, charity, browser_of):
    payout = ask(bob, Part("charity", 300, charity))
    approve_payout(admin=cast.ada, payout=payout)
    send_payout(payout.pk)
    program.minor_units_per_point, program.currency = 5, "EUR"
    program.save()
    page = browser_of(None).get("/c/acme/rewards/totals/").content.decode()
    assert "£3.00" in page and "15.00" not in page


def test_a_statement_names_charities_and_months_and_leads_to_real_months_only(cast, bob, charity, browser_of):
    with clock.frozen_at(datetime(2030, 3, 31, 11, tzinfo=UTC)):
        ask(bob, Part("charity", 300, charity))
        page = browser_of(bob).get("/c/acme/wallet/statement/2030-03/").content.decode()
    assert "gift to charity, Sea rescue" in page and "March 2030</a>" in page
    for month in ("2000-01", "2001-05"):
        assert browser_of(bob).get(f"/c/acme/wallet/statement/{month}/").context["before"] == ""
