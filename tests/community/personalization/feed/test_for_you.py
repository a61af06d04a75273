"""The list for a member: what they can solve first, each with its reason, and the plain order for whoever wants that."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.consent import withdraw_consent
from accounts.purposes import Purpose
from community import clock
from community.personalization.experiments.models import Exposure as Met
from community.personalization.memory.models import Exposure
from community.search.actions.reindex import reindex
from tests import factories
from tests.community.personalization.experiments.conftest import running
from tests.community.personalization.experiments.queries.test_arms import OF_MEMBERS
from tests.community.personalization.feed.conftest import NOW, ask, lot_of, solve

pytestmark = pytest.mark.django_db
PAGE = "/c/acme/for-you/"
NEWER, OLDER = "Why is my bill so high?", "No signal in Spain"


@pytest.fixture
def two_open(cast, topics):
    """A newer question about billing, and an older one about roaming."""
    ask(cast.alice, NEWER, hours=1, topic=topics["Billing"])
    ask(cast.alice, OLDER, hours=1.5, topic=topics["Roaming"])


@pytest.fixture
def knows_roaming(cast, topics):
    """Return what lets a member solve three questions about roaming."""

    def learn(member):
        for number, place in enumerate(("Norway", "Italy", "Greece")):
            solve(cast.alice, member, f"Roaming stopped in {place}", hours=40 + number, topic=topics["Roaming"])

    return learn


def test_solving_brings_the_next_of_that_kind_to_the_top_with_an_honest_reason(
    helper, two_open, knows_roaming, titles_of, browser_of
):
    assert titles_of(helper) == [NEWER, OLDER]
    knows_roaming(helper)
    assert titles_of(helper) == [OLDER, NEWER]
    page = browser_of(helper).get(PAGE).content.decode()
    assert "You solved 3 questions about Roaming." in page and "Roaming stopped in Norway" in page


def test_a_reason_that_is_switched_off_changes_the_list_and_comes_back(
    helper, two_open, knows_roaming, titles_of, browser_of
):
    knows_roaming(helper)
    browser = browser_of(helper)
    for reason in ("topic", "hour"):
        assert browser.post(f"{PAGE}reasons/", {"reason": reason, "on": "0"}).headers["Location"] == PAGE
    assert titles_of(helper) == [NEWER, OLDER]
    assert "about Roaming" not in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}reasons/", {"reason": "topic", "on": "1"})
    assert titles_of(helper) == [OLDER, NEWER]


def test_what_is_said_not_to_be_me_is_no_reason_any_more_until_it_is_taken_back(
    helper, two_open, knows_roaming, titles_of, browser_of, topics
):
    knows_roaming(helper)
    browser = browser_of(helper)
    page = browser.get(PAGE)
    signals = {signal for row in page.context["page"].rows for reason in row.reasons for signal in reason.signals}
    assert ("topic", str(topics["Roaming"].pk)) in signals
    said = {"signal": [f"{about}:{key}" for about, key in signals if about != "language"], "next": PAGE}
    assert browser.post("/c/acme/settings/not-me/", said).headers["Location"] == PAGE
    page = browser.get(PAGE)
    assert titles_of(helper) == [NEWER, OLDER]
    assert {reason.group for row in page.context["page"].rows for reason in row.reasons} <= {
        "fresh",
        "similar",
        "language",
    }
    browser.post("/c/acme/settings/not-me/", {**said, "act": "take_back"})
    assert titles_of(helper) == [OLDER, NEWER]


def test_a_thread_that_is_said_not_to_be_me_is_not_what_others_are_compared_with(cast, helper, browser_of):
    past = solve(cast.alice, helper, "Roaming stopped in Norway")
    ask(cast.alice, "Roaming stopped in Norway again")
    ask(cast.alice, "My bill is too high")
    browser = browser_of(helper)

    def named():
        rows = browser.get(PAGE).context["page"].rows
        return {
            each.question
            for row in rows
            for reason in row.reasons
            if reason.group == "similar"
            for each in reason.threads
        }

    assert named() == {past.pk}
    browser.post("/c/acme/settings/not-me/", {"signal": f"question:{past.pk}"})
    assert named() == set()


def test_without_a_yes_the_order_is_the_same_for_everybody_and_the_page_asks(
    cast, two_open, knows_roaming, titles_of, browser_of
):
    one, other = (lot_of(cast.acme, held_out=False) for _ in range(2))
    knows_roaming(one)
    assert titles_of(one) == titles_of(other) == [NEWER, OLDER]
    page = browser_of(one).get(PAGE).content.decode()
    assert "A list made for you needs your yes" in page and "Why am I seeing this?" not in page
    assert "You solved" not in page


def test_plain_is_my_language_then_unanswered_then_newest(cast, titles_of):
    cast.acme.languages = ["en", "de"]
    cast.acme.save()
    ask(cast.alice, "Wo ist meine Karte?", hours=1, language="de")
    ask(cast.alice, "Old and waiting", hours=9)
    ask(cast.alice, "New and waiting", hours=3)
    answered = ask(cast.alice, "New and answered", hours=2)
    factories.answer(cast.mona, answered)
    wanted = ["New and waiting", "Old and waiting", "New and answered", "Wo ist meine Karte?"]
    assert titles_of(cast.bob) == wanted


def test_a_no_holds_from_the_next_page_on_and_takes_no_function_away(
    helper, two_open, knows_roaming, titles_of, browser_of
):
    knows_roaming(helper)
    assert titles_of(helper) == [OLDER, NEWER]
    withdraw_consent(member=helper, purpose=Purpose.FEED, surface="choices")
    assert titles_of(helper) == [NEWER, OLDER]
    browser = browser_of(helper)
    for address in (PAGE, f"{PAGE}?order=plain", f"{PAGE}how/"):
        assert browser.get(address).status_code == 200
    for form in ("reasons/", "scope/"):
        assert browser.post(f"{PAGE}{form}", {"reason": "topic", "on": "0"}).status_code == 302


def test_the_plain_order_is_one_click_away_for_those_who_agreed(helper, two_open, knows_roaming, titles_of, browser_of):
    knows_roaming(helper)
    assert titles_of(helper, "?order=plain") == [NEWER, OLDER]
    page = browser_of(helper).get(PAGE).content.decode()
    assert '?order=plain"' in page and f'href="{PAGE}how/"' in page


def test_who_is_held_out_gets_the_plain_order_and_is_told(cast, two_open, knows_roaming, titles_of, browser_of):
    held = lot_of(cast.acme, held_out=True)
    factories.consent(held, Purpose.FEED)
    knows_roaming(held)
    assert titles_of(held) == [NEWER, OLDER]
    assert "five members in a hundred, drawn by lot" in browser_of(held).get(PAGE).content.decode()
    assert not Exposure.objects.exists()


def test_what_was_shown_is_written_down_only_with_a_yes_and_goes_with_it(
    cast, helper, two_open, browser_of, deliver_all
):
    for member in (helper, lot_of(cast.acme, held_out=False)):
        browser_of(member).get(PAGE)
    written = list(Exposure.objects.order_by("position").values_list("member", "position", "propensity"))
    assert written == [(helper.pk, 1, 1.0), (helper.pk, 2, 1.0)]
    browser_of(helper).get(f"{PAGE}?order=plain")
    assert Exposure.objects.count() == 2
    withdraw_consent(member=helper, purpose=Purpose.FEED, surface="choices")
    deliver_all()
    assert not Exposure.objects.exists()


def test_ten_hold_two_of_a_topic_at_most_and_one_by_chance_which_says_so(cast, helper, topics, browser_of):
    for number in range(14):
        ask(cast.alice, f"Roaming {number}", hours=1, topic=topics["Roaming"])
    for name in ("Billing", "Phones", "Home", "Contracts"):
        for number in range(3):
            ask(cast.alice, f"{name} {number}", hours=5, topic=topics[name])
    response = browser_of(helper).get(PAGE)
    rows = response.context["page"].rows
    first = [row.question.topic.name for row in rows[:9]]
    assert max(first.count(name) for name in set(first)) == 2
    assert [place for place, row in enumerate(rows) if row.by_chance] == [4]
    assert rows[4].propensity == pytest.approx(1 / 16)
    assert response.content.decode().count("Something different") == 1
    again = browser_of(helper).get(PAGE).context["page"].rows
    assert [row.question.pk for row in again] == [row.question.pk for row in rows]


def test_chance_draws_anew_on_another_day(cast, helper, browser_of):
    for number in range(30):
        ask(cast.alice, f"Question {number}", hours=1 + number)
    drawn = set()
    for day in range(5):
        with clock.frozen_at(NOW + timedelta(days=day)):
            drawn |= {row.question.pk for row in browser_of(helper).get(PAGE).context["page"].rows if row.by_chance}
    assert len(drawn) > 1


def test_it_shows_no_own_question_none_that_was_answered_and_none_that_is_over(cast, helper, titles_of):
    ask(helper, "My own question")
    mine = ask(cast.alice, "I have answered this")
    factories.answer(helper, mine)
    solve(cast.alice, cast.mona, "Somebody solved this")
    ask(cast.alice, "This one waits")
    for query in ("", "?order=plain"):
        assert titles_of(helper, query) == ["This one waits"]


def test_who_has_answered_fewer_than_five_is_led_to_fresh_short_unanswered_questions(cast, helper, browser_of):
    ask(cast.alice, "Fresh and short")
    ask(cast.alice, "Too old", hours=60)
    ask(cast.alice, "Too long", body="A long story. " * 80)
    solve(cast.alice, helper, "The first one")
    response = browser_of(helper).get(PAGE)
    five = response.context["page"].first_five
    assert five.done == 1 and [each.title for each in five.questions] == ["Fresh and short"]
    assert '<progress value="1" max="5"' in response.content.decode()
    for number in range(4):
        solve(cast.alice, helper, f"Solved {number}")
    assert browser_of(helper).get(PAGE).context["page"].first_five is None


def test_only_who_said_yes_is_led_and_chance_leaves_some_out_who_see_the_same_questions(cast, helper, browser_of):
    for number in range(7):
        ask(cast.alice, f"Question {number}", hours=1 + number)
    unasked, held_out = lot_of(cast.acme, held_out=False), lot_of(cast.acme, held_out=True)
    factories.consent(held_out, Purpose.FEED)
    for member in (unasked, held_out):
        page = browser_of(member).get(PAGE).context["page"]
        assert page.first_five is None and len(page.rows) == 7
    plain = browser_of(helper).get(f"{PAGE}?order=plain").context["page"].first_five
    assert plain.done == 0 and [each.title for each in plain.questions] == [f"Question {number}" for number in range(5)]


def test_a_language_that_the_company_dropped_empties_no_list(cast, helper, titles_of, browser_of):
    cast.acme.languages = ["en", "de"]
    cast.acme.save()
    browser_of(helper).post(f"{PAGE}scope/", {"language": ["de"]})
    cast.acme.languages = ["en"]
    cast.acme.save()
    ask(cast.alice, "This one waits")
    for query in ("", "?order=plain"):
        assert titles_of(helper, query) == ["This one waits"]


def test_what_waits_longest_stands_beside_the_list_for_everybody(cast, browser_of):
    for days in (40, 9, 5, 3, 1):
        ask(cast.alice, f"Waits for {days} days", hours=24 * days)
    soon = browser_of(cast.bob).get(PAGE).context["page"].soon
    assert [each.title for each in soon] == ["Waits for 9 days", "Waits for 5 days", "Waits for 3 days"]


def test_languages_and_topics_that_were_chosen_count(cast, helper, topics, two_open, titles_of, browser_of):
    cast.acme.languages = ["en", "de"]
    cast.acme.save()
    ask(cast.alice, "Wo ist meine Karte?", language="de")
    browser = browser_of(helper)
    browser.post(f"{PAGE}scope/", {"language": ["en", "xx"], "topic": [topics["Roaming"].pk, "99999", "x"]})
    assert sorted(titles_of(helper)) == [OLDER, NEWER]
    assert "You chose the topic Roaming." in browser.get(PAGE).content.decode()


def test_an_asker_sees_threads_that_may_answer_what_they_asked(cast, helper, browser_of):
    solve(cast.alice, cast.mona, "How do I switch on roaming in Norway?")
    ask(helper, "How do I switch on roaming in Norway please?")
    reindex(cast.acme)
    page = browser_of(helper).get(PAGE)
    assert [each.title for each in page.context["page"].exists] == ["How do I switch on roaming in Norway?"]


def test_an_empty_list_says_so(helper, browser_of):
    assert "Nothing waits that you could answer." in browser_of(helper).get(PAGE).content.decode()


def test_visitors_sign_in_and_others_join_first(cast, browser_of):
    assert "/accounts/login/" in browser_of(None).get(PAGE).headers["Location"]
    assert browser_of(cast.charlie).get(PAGE).headers["Location"].startswith("/c/acme/join/")


def test_members_find_it_in_their_menu_and_among_their_choices(cast, browser_of):
    browser = browser_of(cast.bob)
    assert f'href="{PAGE}"' in browser.get("/c/acme/").content.decode()
    assert f'href="{PAGE}how/"' in browser.get("/c/acme/settings/choices/").content.decode()


@pytest.mark.parametrize("agreed", [True, False])
def test_it_makes_as_many_queries_for_many_rows_as_for_one(cast, helper, topics, browser_of, agreed):
    member = helper if agreed else cast.bob
    browser, counts, rows = browser_of(member), [], 0
    ask(member, "My own open question")
    for more in (1, 2, 20):
        for number in range(more):
            ask(cast.alice, f"Question {more} {number}", topic=topics["Roaming"], tags=["spain"])
            solve(cast.alice, member, f"Solved {more} {number}", topic=topics["Roaming"], tags=["spain"])
        rows += more
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(PAGE).content.decode()
        counts.append(len(queries))
        assert len(re.findall('class="question-row"', page)) == min(rows, 20)
    assert len(set(counts)) == 1


def test_an_experiment_may_put_answers_before_what_is_urgent(cast, helper, browser_of):
    solve(cast.alice, cast.mona, "How do I switch on roaming in Norway?")
    ask(cast.alice, "Who knows this?", hours=30)
    ask(helper, "How do I switch on roaming in Norway please?")
    reindex(cast.acme)
    running(cast.ada, **OF_MEMBERS)
    page = browser_of(helper).get(PAGE)
    assert page.context["page"].soon and page.context["page"].exists
    assert not Met.objects.exists() and not page.context["own_first"]
    factories.consent(helper, Purpose.EXPERIMENTS)
    page = browser_of(helper).get(PAGE)
    html, first = page.content.decode(), page.context["own_first"]
    assert (html.index("exists-title") < html.index("soon-title")) == first
    assert Met.objects.get().variant == ("own_first" if first else "urgent_first")
