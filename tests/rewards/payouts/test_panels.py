"""What payouts show on pages of others."""

from __future__ import annotations

from uuid import uuid4

from rewards.payouts.actions.request import Part, request_payout

INDEX = "/c/acme/manage/"


def test_the_index_tells_admins_how_many_payouts_wait(cast, bob, browser_of):
    assert "No payout waits for approval." in browser_of(cast.ada).get(INDEX).content.decode()

    request_payout(member=bob, parts=[Part("cash", 600)], submission=uuid4())

    page = browser_of(cast.ada).get(INDEX).content.decode()
    assert "1 payout waits for approval." in page
    assert "/c/acme/manage/payouts/payout/?state__exact=requested" in page


def test_the_index_tells_moderators_nothing_of_payouts(cast, bob, browser_of):
    request_payout(member=bob, parts=[Part("cash", 600)], submission=uuid4())

    assert "waits for approval" not in browser_of(cast.mona).get(INDEX).content.decode()
