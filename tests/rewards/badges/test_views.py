"""What people see of badges."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rewards.badges.models import Badge, BadgeAward
from rewards.badges.privacy import BadgeData
from tests import factories
from tests.kept import keep_with
from tests.rewards.badges.conftest import badge_of


@pytest.fixture
def solved(begun, deliver_all):
    keep_with(begun, "a solution under badges", lambda: solve_one(begun, deliver_all))
    return begun


def solve_one(begun, deliver_all):
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()


def page(browser, path, status=200):
    response = browser.get(f"/c/acme/{path}")
    assert response.status_code == status
    return response.content.decode()


def test_every_badge_says_how_to_earn_it_and_how_many_have_it(solved, browser_of):
    html = page(browser_of(solved.bob), "badges/")
    for words in ("First solution", "Have 10 answers accepted.", "1 member has it", "You have it", "calendar year"):
        assert words in html


def test_a_badge_names_who_has_it(solved, browser_of):
    html = page(browser_of(None), "badges/first-solution/")
    assert "Bob" in html
    assert "Nobody has it yet" in page(browser_of(None), "badges/pillar/")


def test_a_profile_shows_badges(solved, browser_of):
    assert "First solution" in page(browser_of(None), f"u/{solved.bob.pk}/")
    assert "First solution" not in page(browser_of(None), f"u/{solved.alice.pk}/")


def test_unknown_badges_and_those_of_others_are_not_there(solved, browser_of):
    Badge.objects.create(company=solved.bolt, slug="theirs", name="Theirs")
    page(browser_of(None), "badges/nothing/", 404)
    page(browser_of(None), "badges/theirs/", 404)


def test_a_badge_that_can_no_longer_be_earned_stays_with_who_has_it(solved, browser_of):
    Badge.objects.filter(slug="first-solution").update(is_active=False)
    assert "First solution" in page(browser_of(None), f"u/{solved.bob.pk}/")
    html = page(browser_of(None), "badges/first-solution/")
    assert "Bob" in html
    assert "It can no longer be earned." in html
    assert "First solution" not in page(browser_of(None), "badges/")


def test_giving_a_badge_that_nobody_can_earn_is_refused_in_words(solved, browser_of):
    badge = badge_of(solved, "pillar")
    Badge.objects.filter(pk=badge.pk).update(is_active=False)
    sent = {"names": "Alice", "reason": "Organised the meeting"}
    response = browser_of(solved.ada).post(f"{MANAGE}{badge.pk}/give/", sent)
    assert response.status_code == 422
    assert "can no longer be earned" in response.content.decode()
    assert not BadgeAward.objects.filter(badge=badge).exists()


def test_a_community_without_badges_says_so(cast, browser_of):
    assert "no badges yet" in page(browser_of(None), "badges/")


@pytest.mark.parametrize("path", ["badges/", "badges/first-solution/", "u/{bob}/"])
def test_more_rows_take_no_more_queries(solved, browser_of, deliver_all, path):
    browser, path = browser_of(solved.alice), path.format(bob=solved.bob.pk)
    page(browser, path)
    with CaptureQueriesContext(connection) as one:
        page(browser, path)
    for _ in range(3):
        factories.solve(factories.ask(solved.alice), factories.make_member(solved.acme))
        badge = Badge.objects.create(company=solved.acme, slug=f"more-{_}", name=f"More {_}")
        BadgeAward.objects.create(company=solved.acme, badge=badge, member=solved.bob)
    deliver_all()
    with CaptureQueriesContext(connection) as many:
        page(browser, path)
    assert len(many) == len(one)


MANAGE = "/c/acme/manage/badges/badge/"
WORDS = {
    "name": "Curious",
    "description": "Asks and asks",
    "metric": "questions_asked",
    "threshold": "1",
    "period": "all",
    "position": "5",
    "is_active": "on",
}


def test_the_builder_counts_before_it_saves(solved, browser_of):
    browser = browser_of(solved.ada)
    counted = browser.post(f"{MANAGE}add/", WORDS | {"preview": "1"}).content.decode()
    assert "1 member has earned it by this rule." in counted
    assert not Badge.objects.filter(slug="curious").exists()
    assert browser.post(f"{MANAGE}add/", WORDS).status_code == 302
    assert BadgeAward.objects.get(badge__slug="curious").member == solved.alice
    assert "Curious" in browser.get(MANAGE).content.decode()


def test_the_preview_of_a_change_says_who_would_be_new(solved, browser_of):
    factories.solve(factories.ask(solved.alice), solved.mona)
    badge = badge_of(solved, "first-solution")
    words = {"metric": "accepted_answers", "threshold": "1", "period": "all", "position": "0", "preview": "1"}
    html = browser_of(solved.ada).post(f"{MANAGE}{badge.pk}/change/", words).content.decode()
    assert "2 members have earned it by this rule. 1 of them would be new." in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"threshold": "0"}, "greater than or equal to 1"),
        ({"threshold": ""}, "Say how much is needed."),
        ({"metric": "money"}, "Select a valid choice"),
        ({"topic": "999999"}, "Choose a topic of this community."),
        ({"name": ""}, "Give the badge a name."),
        ({"name": "x" * 61}, "1 character too long"),
    ],
)
def test_mistakes_are_said_and_the_words_kept(solved, browser_of, change, said):
    response = browser_of(solved.ada).post(f"{MANAGE}add/", WORDS | change)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Asks and asks" in response.content.decode()


def test_an_admin_gives_a_badge_by_name(solved, browser_of):
    badge, browser = badge_of(solved, "pillar"), browser_of(solved.ada)
    sent = {"names": "Alice\n bob \n", "reason": "Organised the meeting"}
    assert browser.post(f"{MANAGE}{badge.pk}/give/", sent).status_code == 302
    assert set(BadgeAward.objects.filter(badge=badge).values_list("member", flat=True)) == {
        solved.alice.pk,
        solved.bob.pk,
    }


@pytest.mark.parametrize(
    ("names", "said"), [("Alice\nNobody", "Nobody here has this name: Nobody."), ("Alice\n" * 51, "at most 50")]
)
def test_unknown_names_and_too_many_are_said(solved, browser_of, names, said):
    badge = badge_of(solved, "pillar")
    response = browser_of(solved.ada).post(f"{MANAGE}{badge.pk}/give/", {"names": names, "reason": "Just so"})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_an_admin_takes_badges_back_in_the_list(solved, browser_of):
    award, browser = BadgeAward.objects.get(), browser_of(solved.ada)
    assert "Bob" in browser.get("/c/acme/manage/badges/badgeaward/").content.decode()
    asked = f"/c/acme/manage/badges/badgeaward/act/revoke/?ids={award.pk}"
    assert browser.post(asked, {"reason": "Given by mistake"}).status_code == 302
    award.refresh_from_db()
    assert award.revoked_reason == "Given by mistake"
    assert "First solution" not in page(browser_of(None), f"u/{solved.bob.pk}/")


@pytest.mark.parametrize("who", ["alice", "mona"])
@pytest.mark.parametrize("path", ["badges/badge/", "badges/badge/add/", "badges/badgeaward/"])
def test_nobody_else_opens_these_pages(solved, browser_of, who, path):
    assert browser_of(getattr(solved, who)).get(f"/c/acme/manage/{path}").status_code == 403


def test_what_is_held_of_a_member_is_handed_over_and_erased(solved):
    assert [award["badge"] for award in BadgeData().export(solved.bob.pk)["awards"]] == ["First solution"]
    BadgeData().erase(solved.bob.pk)
    assert not BadgeAward.objects.filter(member=solved.bob).exists()
