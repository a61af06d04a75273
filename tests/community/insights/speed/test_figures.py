"""Each figure on a few questions whose answer one can work out by hand, and the mistakes that others make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from community import clock
from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.speed import dashboard, words
from community.insights.speed.board import Board
from community.insights.speed.charts import picture_of, x_of, y_of
from community.insights.speed.maps import backlog_map, hour_map
from community.insights.speed.tiles.backlog import age_bands
from community.insights.speed.tiles.registry import TIME, Part, figure_of, find_tile
from community.questions.models import Topic
from tests import factories
from tests.community.insights.speed.conftest import DAY, HOUR, MINUTE, give_answer, last_days, make_clock

pytestmark = pytest.mark.django_db


def found(cast, id: str, days: int = 28, **filters: Any) -> tuple[int, list[Any]]:
    """Return how many rows a tile is about, and its values."""
    tile = find_tile(id)
    assert tile is not None
    figure = tile.measure(Board(last_days(cast.acme, days, **filters), clock.now()))
    return figure.rows.n, [None if part.value is None else round(part.value, 6) for part in figure.parts]


def test_open_questions_make_the_median_longer(cast):
    """The worked example of the definitions: half within 5 hours, where forgetting the open ones says 2."""
    for hours in (1, 2, 2, 5):
        make_clock(cast.alice, 3 * DAY, answered=hours * HOUR, by=cast.bob)
    for hours in (3, 4, 8):
        make_clock(cast.alice, hours * HOUR)
    n, [half, eight, nine] = found(cast, "first_answer")
    assert (n, half, eight, nine) == (7, 5 * 3600, None, None)


def test_the_mean_is_restricted_and_not_made_up(cast):
    for hours in (1, 2, 2, 5):
        make_clock(cast.alice, 3 * DAY, answered=hours * HOUR, by=cast.bob)
    assert found(cast, "restricted_mean") == (4, [None])
    make_clock(cast.alice, 4 * DAY)
    assert found(cast, "restricted_mean")[1] == [round((1 + 2 + 2 + 5 + 72) / 5 * 3600, 6)]


def test_only_questions_old_enough_are_in_a_share(cast):
    make_clock(cast.alice, 2 * HOUR, answered=30 * MINUTE, by=cast.bob)
    make_clock(cast.alice, 2 * HOUR)
    make_clock(cast.alice, 10 * MINUTE, answered=MINUTE, by=cast.bob)
    assert found(cast, "answered_1h") == (2, [0.5])
    assert found(cast, "answered_15m") == (2, [0.0])
    assert found(cast, "answered_4h") == (0, [None])


def test_a_first_response_is_not_a_first_answer(cast):
    make_clock(cast.alice, 2 * DAY, responded=5 * MINUTE)
    assert found(cast, "responded_15m") == (1, [1.0])
    assert found(cast, "answered_15m") == (1, [0.0])


def test_what_was_hidden_or_came_with_a_demo_is_in_no_figure(cast):
    for exclusion in ("hidden", "seed", "unknown_time", ""):
        make_clock(cast.alice, 2 * DAY, exclusion=exclusion)
    assert found(cast, "questions") == (1, [1])
    cast.acme.is_demo = True
    assert found(cast, "questions") == (2, [2])


def test_a_solution_at_an_unknown_time_is_in_no_time_to_the_solution(cast):
    make_clock(cast.alice, 9 * DAY, solved=DAY, by=cast.bob, resolution_quality="inferred")
    make_clock(cast.alice, 9 * DAY, solved=2 * DAY, by=cast.bob)
    assert found(cast, "resolution")[0] == found(cast, "solved_24h")[0] == 1
    assert found(cast, "peer_share") == (2, [1.0])


def test_the_askers_word_and_others_are_told_apart(cast):
    make_clock(cast.alice, 9 * DAY, solved=HOUR, by=cast.bob)
    make_clock(cast.alice, 9 * DAY, solved=HOUR, by=cast.bob, basis="staff")
    assert found(cast, "solved_4h") == (2, [1.0])
    assert found(cast, "confirmed_4h") == (2, [0.5])
    assert found(cast, "resolution")[1] == [3600.0] * 3
    assert found(cast, "confirmed")[1] == [3600.0, None, None]


def test_waiting_for_the_asker_is_not_the_helpers_time(cast):
    for _ in range(2):
        make_clock(cast.alice, 9 * DAY, solved=10 * HOUR, by=cast.bob, paused_before_resolution=4 * 3600.0)
    assert found(cast, "resolution")[1][0] == 36_000
    assert found(cast, "resolution_net")[1][0] == 21_600


def test_the_worked_example_of_endings(cast):
    for hours in (1, 3, 6):
        make_clock(cast.alice, 9 * DAY, solved=hours * HOUR, by=cast.bob)
    make_clock(cast.alice, 9 * DAY, escalated=2 * HOUR)
    make_clock(cast.alice, 4 * HOUR)
    assert found(cast, "endings") == (5, [0.8, 0.0, 0.2])
    assert found(cast, "escalation_rate") == (5, [0.2])


def test_a_closed_question_did_not_wait_on(cast):
    make_clock(cast.alice, 9 * DAY, closed=HOUR)
    make_clock(cast.alice, 9 * DAY, answered=2 * HOUR, by=cast.bob)
    assert found(cast, "first_answer")[1][0] == 7200
    assert found(cast, "unanswered") == (0, [0])


def test_what_was_reopened_in_time_was_not_solved_by_one_answer(cast):
    make_clock(cast.alice, 20 * DAY, solved=HOUR, by=cast.bob)
    make_clock(cast.alice, 20 * DAY, solved=HOUR, by=cast.bob, answers_before_resolution=2)
    make_clock(cast.alice, 20 * DAY, solved=HOUR, by=cast.bob, reopened=3 * DAY)
    make_clock(cast.alice, 20 * DAY, solved=HOUR, by=cast.bob, reopened=9 * DAY)
    make_clock(cast.alice, 2 * DAY, solved=HOUR, by=cast.bob)
    assert found(cast, "one_touch") == (4, [0.5])


def test_reopening_needs_a_month_to_be_known(cast):
    make_clock(cast.alice, 50 * DAY, solved=HOUR, by=cast.bob, reopened=9 * DAY)
    make_clock(cast.alice, 50 * DAY, solved=HOUR, by=cast.bob, reopened=40 * DAY)
    make_clock(cast.alice, 20 * DAY, solved=HOUR, by=cast.bob, reopened=2 * HOUR)
    assert found(cast, "reopen_rate", 60) == (2, [0.5])
    assert found(cast, "reopen_rate") == (0, [None])


def test_accepting_late_is_the_askers_time(cast):
    for hours in (1, 2, 9):
        make_clock(cast.alice, 9 * DAY, answered=HOUR, solved=HOUR + hours * HOUR, by=cast.bob)
    assert found(cast, "acceptance_lag") == (3, [7200, 32_400])
    assert found(cast, "first_answer")[1][0] == 3600


def test_replies_are_answers_and_what_the_asker_added(cast):
    for replies in (0, 2, 7):
        make_clock(cast.alice, 9 * DAY, solved=HOUR, by=cast.bob, follow_ups_before_resolution=replies)
    assert found(cast, "replies") == (3, [3.0])


def test_the_backlog_is_of_all_times(cast):
    for ago in (30 * MINUTE, HOUR, 2 * HOUR, 2 * DAY, 40 * DAY, 400 * DAY):
        make_clock(cast.alice, ago)
    make_clock(cast.alice, 3 * DAY, answered=HOUR, by=cast.bob)
    with clock.frozen_at(clock.now()):
        assert found(cast, "unanswered") == (6, [6])
        assert found(cast, "stale") == (3, [3])
        assert sum(found(cast, "backlog_age")[1]) == 6
    assert found(cast, "questions")[0] == 5


def test_an_age_at_a_border_is_not_older():
    hour, day = 3600.0, 86_400.0
    assert age_bands(np.array([1.0, hour, hour + 1, 4 * hour, day, 3 * day, 7 * day, 30 * day, 31 * day])) == [
        2, 2, 1, 1, 1, 1, 1,
    ]  # fmt: skip


def test_solutions_of_five_helpers(cast):
    helpers = [factories.make_member(cast.acme) for _ in range(5)]
    for helper, count in zip(helpers, (1, 1, 2, 4, 12), strict=True):
        for _ in range(count):
            make_clock(cast.alice, 9 * DAY, solved=HOUR, by=helper)
    n, [gini, top_1, top_10, herfindahl] = found(cast, "concentration")
    assert (n, gini, top_1, top_10, herfindahl) == (20, 0.5, 0.6, 0.6, 0.415)


def test_one_helper_who_cannot_leave(cast):
    for _ in range(10):
        give_answer(cast.bob, make_clock(cast.alice, 9 * DAY, answered=HOUR, by=cast.bob))
    assert found(cast, "bus_factor") == (10, [1])
    for each in range(10):
        helper = factories.make_member(cast.acme)
        for place in range(10):
            row = Board(last_days(cast.acme), clock.now()).population.clocks()[place]
            give_answer(helper, row, row.asked_at + HOUR + each * MINUTE)
    assert found(cast, "bus_factor")[1] != [1]


def test_who_answers(cast):
    make_clock(cast.alice, 9 * DAY, answered=HOUR, by=cast.bob)
    make_clock(cast.alice, 9 * DAY, answered=HOUR, by=cast.ada, first_answerer_standing="staff")
    make_clock(cast.alice, 9 * DAY)
    assert found(cast, "who_answers") == (2, [0.5, 0.5, 0.0])
    [first, second] = dashboard.top_helpers(Board(last_days(cast.acme), clock.now()))
    assert {first.member, second.member} == {cast.bob, cast.ada}


def test_active_core_and_new_helpers(cast):
    old, core, once = (factories.make_member(cast.acme) for _ in range(3))
    now = clock.now()
    question = make_clock(cast.alice, 200 * DAY)
    give_answer(old, question, now - 29 * DAY)
    for place in range(10):
        give_answer(core, question, now - 27 * DAY + place * DAY)
    give_answer(once, question, now - 20 * DAY)
    assert found(cast, "active_helpers") == (2, [2])
    assert found(cast, "core_helpers") == (1, [1])
    # The first answer of `old` lies before the period.
    assert found(cast, "activation") == (2, [0.5])
    assert found(cast, "activation", 60) == (3, [round(1 / 3, 6)])


def test_helpers_leave_after_sixty_quiet_days(cast):
    now, question = clock.now(), make_clock(cast.alice, 300 * DAY)
    for ago in (200, 190, 100):
        give_answer(cast.bob, question, now - timedelta(days=ago))
    give_answer(cast.mona, question, now - 10 * DAY)
    tile = find_tile("retention")
    measured = tile.measure(Board(last_days(cast.acme), now))
    assert measured.rows.counts.tolist() == [True, False]
    assert measured.parts[0].value == pytest.approx(70 * 86_400, abs=1)


def test_other_companies_are_not_counted(cast):
    make_clock(cast.charlie, DAY, answered=HOUR, by=cast.charlie)
    give_answer(cast.charlie, make_clock(cast.charlie, DAY, answered=HOUR, by=cast.charlie))
    for id in ("questions", "unanswered", "active_helpers", "who_answers", "promise_answer", "calibration"):
        assert found(cast, id)[0] == 0, id


def test_topics_by_age(cast):
    other = factories.make_topic(cast.acme, "Travel")
    for ago in (30 * MINUTE, 2 * DAY, 2 * DAY):
        make_clock(cast.alice, ago, topic=other)
    make_clock(cast.alice, 400 * DAY)
    found_map = backlog_map(Board(last_days(cast.acme), clock.now()), list(Topic.objects.of(cast.acme)))
    assert [(name, [cell.n for cell in cells]) for name, cells in found_map.rows] == [
        ("General", [0, 0, 0, 0, 0, 0, 1]), ("Travel", [1, 0, 0, 2, 0, 0, 0]),
    ]  # fmt: skip
    assert [cell.shade for cell in found_map.rows[1][1]] == [2, 0, 0, 5, 0, 0, 0]


def test_hours_are_the_companys_and_small_cells_are_not_zero(cast):
    cast.acme.time_zone = "Europe/Berlin"
    cast.acme.save()
    with clock.frozen_at(datetime(2030, 3, 31, 23, tzinfo=UTC)):
        # Half past midnight of 31 March in Berlin, a Sunday; the clocks went forward two hours later.
        for place in range(30):
            ago = timedelta(hours=23, minutes=30)
            make_clock(cast.alice, ago, **({"answered": MINUTE, "by": cast.bob} if place < 15 else {}))
        make_clock(cast.alice, timedelta(hours=12))
        found_map = hour_map(Board(last_days(cast.acme), clock.now()))
    sunday = found_map.rows[6][1]
    assert [(cell.n, cell.value) for cell in sunday] == [(30, 0.5), (0, None), (1, None), (0, None)]


def test_the_picture_runs_up_to_where_anybody_was_watched(cast):
    for minutes in (5, 15, 45, 600):
        make_clock(cast.alice, DAY, answered=minutes * MINUTE, by=cast.bob)
    make_clock(cast.alice, DAY)
    curve = dashboard.curve_of(Board(last_days(cast.acme), clock.now()), "answer")
    picture = picture_of(curve, "sentence")
    assert picture.line.startswith(f"M{x_of(60)} {y_of(0.0)}H")
    assert picture.line.endswith(f"H{x_of(86_400)}")
    assert f"V{y_of(0.8)}" in picture.line
    assert picture.mark is not None and picture.mark.said == "45 min"
    assert picture.mark.x == x_of(45 * 60)


def test_what_is_later_than_anybody_was_watched_says_more_than(cast):
    assert words.said(Part("", TIME, None, beyond=5 * 86_400)) == "more than 5 days"
    assert words.said(Part("", TIME, 360.0)) == "6 min"
    assert words.said(Part("", TIME, None)) == "–"


def test_a_tile_and_the_curve_agree(cast, many):
    many(30, answered=6 * MINUTE, by=cast.bob)
    board = Board(last_days(cast.acme), clock.now())
    figure = figure_of(find_tile("first_answer"), board)
    assert figure.parts[0].value == board.sample.durations(FIRST_ANSWER, board.now).curve().median == 360


def test_numbers_are_rounded_not_cut():
    assert words.share_said(0.66969) == "67.0 %"
    assert words.interval_said(Part("", "share", 0.8, 0.6696, 0.8876)) == "67 to 89 %"
    assert words.said(Part("", "number", 0.4967)) == "0.50"
    assert words.said(Part("", "count", 12_345)) == "12,345"


def test_where_no_time_of_a_solution_is_known_nothing_is_said_and_not_zero(cast, many):
    many(40, ago=9 * DAY)
    many(3, ago=9 * DAY, solved=DAY, by=cast.bob, resolution_quality="inferred")
    for id in ("resolution", "confirmed", "resolution_net", "solved_24h", "confirmed_72h", "endings"):
        figure = figure_of(find_tile(id), Board(last_days(cast.acme), clock.now()))
        assert [words.said(part) for part in figure.parts] == ["–"], id
        assert (figure.n, figure.note) == (40, "3 solutions at unknown times are left out."), id
    many(1, ago=9 * DAY, solved=DAY, by=cast.bob)
    assert found(cast, "solved_24h")[1] == [round(1 / 41, 6)]
