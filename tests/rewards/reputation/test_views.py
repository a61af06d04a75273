"""What people see of reputation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import clock
from community.questions.actions.hide import hide_post
from community.questions.actions.vote import vote_on, withdraw_vote
from rewards.reputation.models import LeaderboardChoice, ReputationChange, Score
from tests import factories
from tests.kept import keep_with


@pytest.fixture
def solved(cast, deliver_all):
    return keep_with(cast, "a solution about roaming", lambda: solve_one(cast, deliver_all))


def solve_one(cast, deliver_all):
    found = factories.solve(factories.ask(cast.alice, "How do I set up roaming?"), cast.bob)
    deliver_all()
    return found


def page(browser_of, member, path, status=200):
    response = browser_of(member).get(f"/c/acme/{path}")
    assert response.status_code == status
    return response.content.decode()


def test_the_board_names_place_points_and_solved(cast, solved, browser_of):
    html = page(browser_of, None, "helpers/")
    assert "Bob" in html
    assert "Alice" not in html


@pytest.mark.parametrize("query", ["", "?period=month", "?period=all", "?topic=general", "?period=nonsense"])
def test_every_period_and_topic_has_a_board(cast, solved, browser_of, query):
    assert "Bob" in page(browser_of, cast.alice, f"helpers/{query}")


def test_an_unknown_topic_is_not_there(cast, browser_of):
    page(browser_of, None, "helpers/?topic=nothing", 404)


def test_a_quiet_week_says_so(cast, browser_of):
    assert "quiet week" in page(browser_of, None, "helpers/")


def test_everybody_finds_the_helpers(cast, solved, browser_of):
    html = page(browser_of, None, "")
    assert html.count('href="/c/acme/helpers/"') == 2
    assert "Top helpers this week" in html


def test_a_profile_shows_reputation_rank_and_knowledge(cast, solved, browser_of):
    html = page(browser_of, None, f"u/{cast.bob.pk}/")
    for words in ('<b class="num">15</b>', "Newcomer", "Knows about", "1 of 1 answer accepted"):
        assert words in html


def test_every_change_is_explained_with_a_link(cast, solved, browser_of, deliver_all):
    vote_on(voter=cast.mona, answer=solved, value=1)
    deliver_all()
    withdraw_vote(voter=cast.mona, answer=solved)
    deliver_all()
    html = page(browser_of, None, f"u/{cast.bob.pk}/reputation/")
    for words in (
        "An answer was accepted",
        "An answer was found helpful",
        "A helpful vote was taken back",
        "+15",
        "-10",
    ):
        assert words in html
    assert f"{solved.question.get_absolute_url()}#answer-{solved.pk}" in html
    assert "Mona" not in html


def test_a_hidden_question_is_not_named(cast, solved, browser_of):
    hide_post(moderator=cast.mona, post=solved.question.post, reason="An advertisement")
    html = page(browser_of, None, f"u/{cast.bob.pk}/reputation/")
    assert "An answer was accepted" in html
    assert "roaming" not in html


def test_points_above_the_limit_are_shown_as_such(cast, browser_of, deliver_all):
    found = factories.answer(cast.bob, factories.ask(cast.alice))
    for _ in range(21):
        vote_on(voter=factories.make_member(cast.acme), answer=found, value=1)
    deliver_all()
    html = page(browser_of, cast.bob, f"u/{cast.bob.pk}/reputation/")
    assert "−10" in html


def test_only_the_member_sees_the_way_to_the_next_level(cast, solved, browser_of):
    own = page(browser_of, cast.bob, f"u/{cast.bob.pk}/reputation/")
    assert "What to do next:" in own
    assert "Ask or answer 1 more question." in own
    assert "What to do next:" not in page(browser_of, cast.alice, f"u/{cast.bob.pk}/reputation/")


def test_a_member_can_leave_the_boards(cast, solved, browser_of):
    browser = browser_of(cast.bob)
    browser.post("/c/acme/helpers/choice/", {})
    assert not LeaderboardChoice.objects.get(member=cast.bob).is_listed
    assert "quiet week" in page(browser_of, None, "helpers/")
    browser.post("/c/acme/helpers/choice/", {"is_listed": "on"})
    assert LeaderboardChoice.objects.get(member=cast.bob).is_listed


def test_a_visitor_is_sent_to_sign_in(cast, browser_of):
    response = browser_of(None).post("/c/acme/helpers/choice/", {})
    assert response.status_code == 302
    assert not LeaderboardChoice.objects.exists()


@pytest.mark.parametrize("path", ["u/{charlie}/reputation/", "u/999999/reputation/"])
def test_strangers_are_not_there(cast, browser_of, path):
    page(browser_of, cast.alice, path.format(charlie=cast.charlie.pk), 404)


@pytest.mark.parametrize("path", ["helpers/", "helpers/?period=all", "u/{bob}/reputation/", "u/{bob}/", ""])
def test_more_rows_take_no_more_queries(cast, solved, browser_of, deliver_all, path):
    browser, path = browser_of(cast.alice), f"/c/acme/{path.format(bob=cast.bob.pk)}"
    browser.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(path)
    for _ in range(3):
        helper = factories.make_member(cast.acme)
        for author in (helper, cast.bob):
            factories.solve(factories.ask(cast.alice), author)
    deliver_all()
    with CaptureQueriesContext(connection) as many:
        browser.get(path)
    assert len(many) == len(one)


def test_moderators_set_levels_in_the_companys_admin(cast, solved, browser_of):
    browser = browser_of(cast.mona)
    listed = browser.get("/c/acme/manage/reputation/score/")
    assert "Bob" in listed.content.decode()
    asked = f"/c/acme/manage/reputation/score/act/level/?ids={cast.bob.pk}"
    assert browser.get(asked).status_code == 200
    assert browser.post(asked, {"trust_level": "3", "reason": "Knows everything"}).status_code == 302
    cast.bob.refresh_from_db()
    assert cast.bob.trust_level == 3
    html = page(browser_of, cast.bob, f"u/{cast.bob.pk}/reputation/")
    assert "A moderator has set this level" in html
    browser.post(f"/c/acme/manage/reputation/score/act/release/?ids={cast.bob.pk}", {})
    assert "A moderator has set" not in page(browser_of, cast.bob, f"u/{cast.bob.pk}/reputation/")
    assert "Trust level set" in browser_of(cast.ada).get("/c/acme/manage/audit/auditentry/").content.decode()


def test_members_cannot_open_the_list_of_levels(cast, browser_of):
    assert browser_of(cast.alice).get("/c/acme/manage/reputation/score/").status_code == 403


def test_what_is_held_of_a_member_is_handed_over(cast, solved):
    from rewards.reputation.privacy import ReputationData

    held = ReputationData().export(cast.bob.pk)
    assert held["score"]["total"] == 15
    assert [change["points"] for change in held["changes"]] == [15]
    ReputationData().erase(cast.bob.pk)
    ReputationData().erase(cast.bob.pk)
    assert ReputationChange.objects.filter(member=cast.bob).exists()


def test_somebody_who_joins_stands_in_the_list(cast, deliver_all):
    from accounts.actions.join import join_company

    new = join_company(company=cast.acme, person=factories.make_person(), display_name="Newton")
    deliver_all()
    assert Score.objects.get(member=new).total == 0


@pytest.mark.parametrize("path", ["helpers/", "u/{bob}/reputation/", "u/{bob}/", ""])
def test_reputation_is_never_called_points(cast, solved, browser_of, path):
    html = page(browser_of, cast.bob, path.format(bob=cast.bob.pk))
    assert not re.search(r"\bpoints?\b", re.sub(r"percent points?|<[^>]*>", " ", html), re.IGNORECASE)


def test_who_gives_a_reason_for_a_level_knows_who_reads_it(cast, solved, browser_of):
    asked = f"/c/acme/manage/reputation/score/act/level/?ids={cast.bob.pk}"
    assert "The member reads this." in browser_of(cast.mona).get(asked).content.decode()


def test_an_old_page_of_lines_still_opens(cast, solved, browser_of):
    with clock.moved(timedelta(days=400)):
        page(browser_of, None, f"u/{cast.bob.pk}/reputation/")
