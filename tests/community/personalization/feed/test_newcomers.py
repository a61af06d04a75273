"""Whether newcomers who are led to their first answers stay: the table, its definition, and who may look at it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.consent import withdraw_consent
from accounts.models import ConsentEntry, Membership
from accounts.purposes import Purpose
from community import clock
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.feed.queries.newcomers import Compared, Stayed, cohorts, compared
from community.personalization.feed.wording import difference_said
from tests import factories
from tests.community.personalization.feed.conftest import NOW

PAGE = "/c/acme/for-you/newcomers/"
MONDAY = date(2026, 1, 5)
JOINED = datetime(2026, 1, 7, 9, tzinfo=UTC)


def newcomer(company, *, held_out=False, joined=JOINED, agreed_after=timedelta(hours=1)) -> Membership:
    """A member of the lot who joined then, and said yes to both so much later."""
    while True:
        with clock.frozen_at(joined):
            member = factories.make_member(company)
        if in_hold_out(company.pk, f"member:{member.pk}") == held_out:
            break
    with clock.frozen_at(joined + agreed_after):
        factories.consent(member, Purpose.FEED, Purpose.EXPERIMENTS)
    return member


def comes_back(member, asker, *, days: float) -> None:
    """Let the member answer so many days after they said yes."""
    with clock.frozen_at(JOINED + timedelta(hours=1, days=days)):
        factories.answer(member, factories.ask(asker, f"Asked on day {days} for {member.pk}"))


def figures(company) -> list[tuple[int, int, int, int]]:
    """Return for each day how many count and how many stayed, on the path and left out."""
    whole, _weeks = cohorts(company, NOW)
    return [(each.path.n, each.path.stayed, each.held_out.n, each.held_out.stayed) for each in whole.days]


@pytest.mark.django_db
def test_who_did_something_in_the_seven_days_from_a_day_on_stayed_to_it(cast):
    led, left_out, gone = (newcomer(cast.acme), newcomer(cast.acme, held_out=True), newcomer(cast.acme))
    for days in (1, 36.9):
        comes_back(led, cast.alice, days=days)
    for days in (0.5, 14, 30):
        comes_back(left_out, cast.alice, days=days)
    comes_back(gone, cast.alice, days=37)
    assert figures(cast.acme) == [(2, 1, 1, 0), (2, 0, 1, 0), (2, 1, 1, 1)]
    _whole, weeks = cohorts(cast.acme, NOW)
    assert [(each.week, each.path, each.held_out) for each in weeks] == [(MONDAY, 2, 1)]


@pytest.mark.django_db
def test_nobody_counts_for_a_day_before_its_seven_days_are_over(cast):
    newcomer(cast.acme, joined=NOW - timedelta(days=14, hours=2))
    assert [row[0] for row in figures(cast.acme)] == [1, 1, 0]


@pytest.mark.django_db
def test_only_newcomers_count_who_said_yes_soon_and_whose_yes_to_both_stands(cast):
    newcomer(cast.acme, agreed_after=timedelta(days=8))
    for purpose in (Purpose.FEED, Purpose.EXPERIMENTS):
        member = newcomer(cast.acme)
        assert figures(cast.acme)[0][0] == 1
        withdraw_consent(member=member, purpose=purpose, surface="choices")
        assert figures(cast.acme)[0][0] == 0
    newcomer(cast.bolt)
    assert figures(cast.acme)[0][0] == 0


@pytest.mark.django_db
def test_nobody_counts_from_a_yes_to_a_text_that_does_not_tell_of_the_path(cast):
    # The first says yes to the text that tells of it within the seven days, the second does not.
    for count, days in ((1, 6), (1, 8)):
        with clock.frozen_at(JOINED):
            member = factories.make_member(cast.acme)
        for number, wording, after in ((1, 1, 3), (2, 2, days)):
            ConsentEntry.objects.create(
                company=cast.acme,
                membership=member,
                purpose=Purpose.FEED,
                number=number,
                said=ConsentEntry.Said.GIVEN,
                wording=wording,
                surface="choices",
                at=JOINED + timedelta(days=after),
            )
        factories.consent(member, Purpose.EXPERIMENTS)
        whole, _weeks = cohorts(cast.acme, NOW)
        assert whole.path + whole.held_out == count


def test_a_difference_is_said_with_an_interval_and_nothing_of_fewer_than_thirty():
    assert compared(7, Stayed(300, 200), Stayed(29, 5)) == Compared(7, Stayed(300, 200), Stayed(29, 5))
    assert "fewer than 30" in difference_said(compared(7, Stayed(300, 200), Stayed(29, 5)))
    found = compared(7, Stayed(2000, 1200), Stayed(400, 100))
    assert found.more == pytest.approx(0.35) and 0.25 < found.low < found.more < found.high < 0.45
    assert "there is a difference of +35.0 points" in difference_said(found)
    assert "no difference was found" in difference_said(compared(30, Stayed(2000, 500), Stayed(60, 14)))


@pytest.mark.django_db
def test_moderators_find_the_page_which_hides_small_numbers_and_nobody_else_does(cast, browser_of):
    for browser in (browser_of(None), browser_of(cast.bob)):
        assert browser.get(PAGE).status_code == 404
    moderator = browser_of(cast.mona)
    assert f'href="{PAGE}"' in moderator.get("/c/acme/manage/").content.decode()
    counts = []
    for _more in range(2):
        newcomer(cast.acme)
        with CaptureQueriesContext(connection) as queries:
            page = moderator.get(PAGE).content.decode()
        counts.append(len(queries))
    assert "All weeks" in page and "fewer than 30" in page and "100 %" not in page
    assert len(set(counts)) == 1
