"""What a member reads about a question is what ordered it: parts of the same numbers, and counts of what is there."""

from __future__ import annotations

import pytest

from community import clock
from community.personalization.feed.queries.page import feed_page
from community.personalization.feed.queries.pool import answered_by, for_order
from community.personalization.learning.order import GROUPS, order_for
from tests import factories
from tests.community.personalization.feed.conftest import ask, solve

pytestmark = pytest.mark.django_db


def test_the_percentages_are_parts_of_the_contributions_that_ordered_the_list(cast, helper, topics):
    for number, name in enumerate(topics):
        ask(cast.alice, f"Help with {name}", hours=1 + number, topic=topics[name])
    for number in range(3):
        solve(cast.alice, helper, f"Phones {number}", hours=30 * (number + 1), topic=topics["Phones"])
    rows = feed_page(factories.reader_of(helper), helper, language="en", plain=False).rows
    past = [each.for_order() for each in answered_by(helper)]
    again = order_for([for_order(row.question) for row in rows], past, clock.now().timestamp())
    told = set()
    for row, contributions in zip(rows, again.contributions, strict=True):
        speaking = sum(each for each in contributions if each > 0)
        for reason in row.reasons:
            part = 100 * contributions[GROUPS.index(reason.group)] / speaking
            assert reason.percent == pytest.approx(part)
            told.add(reason.group)
    assert {"fresh", "topic"} <= told


def test_threads_behind_a_reason_are_the_members_own_and_visible(cast, helper, topics):
    ask(cast.alice, "Roaming is slow", topic=topics["Roaming"])
    ask(cast.alice, "A bill", topic=topics["Billing"])
    mine = solve(cast.alice, helper, "Roaming was slow", topic=topics["Roaming"])
    hidden = solve(cast.alice, helper, "Roaming was hidden", topic=topics["Roaming"])
    hidden.post.visibility, hidden.post.visibility_reason = "hidden", "spam"
    hidden.post.save()
    solve(cast.alice, cast.mona, "Roaming of others", topic=topics["Roaming"])
    [row] = [
        row
        for row in feed_page(factories.reader_of(helper), helper, language="en", plain=False).rows
        if row.question.title == "Roaming is slow"
    ]
    threads = {thread.question for reason in row.reasons for thread in reason.threads}
    assert threads == {mine.pk}
    assert "You solved 1 question about Roaming." in [reason.sentence for reason in row.reasons]
