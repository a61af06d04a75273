"""What a figure says it is about is what one sees when opening it, and what stands in its file. For every tile."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from community import clock
from community.insights.clocks.definitions import DEFINITIONS
from community.insights.promise.models import Outcome, Promise
from community.insights.speed.board import Board
from community.insights.speed.tiles.registry import all_tiles, figure_of, find_tile, register
from tests import factories
from tests.community.insights.speed.conftest import DAY, HOUR, MINUTE, give_answer, last_days, make_clock
from tests.kept import keep_with

pytestmark = pytest.mark.django_db
WINDOW = "since={}&until={}"


def read(response: Any) -> list[dict[str, str]]:
    """Return the rows of a file."""
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def rows_on_pages(browser: Any, address: str) -> int:
    """Count the rows of a list over all of its pages."""
    found = 0
    while address:
        page = browser.get(address).content.decode()
        body = re.search(r'<table class="figures rows">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
        found += body[1].count("<tr>") if body else 0
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    return found


def promise_for(company: Any, clocks: list[Any]) -> None:
    """Settle a promise about the first answer for these questions, of which the first was not kept."""
    promise = Promise.objects.create(
        company=company, version=1, valid_from=clock.now() - 90 * DAY, created_at=clock.now() - 91 * DAY,
        answer_within=3600, answer_share=80, author=factories.make_member(company, role="admin"),
    )  # fmt: skip
    for place, each in enumerate(clocks):
        deadline = each.asked_at + HOUR
        Outcome.objects.create(
            company=company, question_id=each.question_id, clause="first_answer", promise=promise, is_live=True,
            asked_at=each.asked_at, at_risk_from=each.asked_at + 40 * MINUTE, deadline=deadline,
            state="kept" if place else "broken", settled_at=deadline,
        )  # fmt: skip


@pytest.fixture
def busy(cast, many) -> str:
    """Make a community in which every figure has something to say; return the filters that choose its questions."""
    return keep_with(cast, "every figure", lambda: make_busy(cast, many))


def make_busy(cast: Any, many: Any) -> str:
    for place, each in enumerate(many(55, ago=40 * DAY, answered=6 * MINUTE, solved=2 * HOUR, by=cast.bob)):
        give_answer([cast.bob, cast.mona, cast.ada][place % 3], each)
    newcomers = [factories.make_member(cast.acme) for _ in range(31)]
    for each, helper in zip(many(31, ago=38 * DAY, answered=HOUR, by=newcomers[0]), newcomers, strict=True):
        give_answer(helper, each)
    many(33, ago=2 * DAY)
    many(2, ago=HOUR, answered=2 * MINUTE, by=cast.mona, title="=HYPERLINK(1)")
    many(3, ago=9 * DAY, answered=MINUTE, closed=DAY, by=cast.bob)
    many(2, ago=9 * DAY, escalated=3 * HOUR)
    many(4, ago=9 * DAY, exclusion="hidden")
    many(2, ago=39 * DAY, solved=DAY, resolution_quality="inferred", by=cast.mona)
    promise_for(cast.acme, many(32, ago=3 * DAY, answered=9 * MINUTE, by=cast.bob))
    return last_days(cast.acme, 60).query()


def test_the_count_of_a_tile_is_the_number_of_its_rows(cast, busy, browser_of):
    moderator = browser_of(cast.mona)
    dashboard = moderator.get(f"/c/acme/insights/?{busy}").content.decode()
    board = Board(last_days(cast.acme, 60), clock.now())
    told, found = {}, {}
    for tile in all_tiles():
        place = dashboard[dashboard.index(f'id="tile-{tile.id}"') :]
        link = re.search(r'href="(/c/acme/insights/rows/[^"]+)">(?:n = )?(\d+)', place)
        assert link, place[:500]
        address, count = link[1].replace("&amp;", "&"), int(link[2])
        assert f"tile={tile.id}&" in address
        rows = read(moderator.get(address.replace("/rows/", "/export/")))
        definitions = {(row["definition"], row["definition_version"]) for row in rows}
        said_yes = sum(row["counts"] == "True" for row in rows)
        figure = figure_of(tile, board)
        counted = said_yes if figure.rows.counts is None else int(figure.rows.counts.sum())
        told[tile.id] = (count, count, {(tile.definition.id, str(tile.definition.version))} if rows else set(), counted)
        found[tile.id] = (rows_on_pages(moderator, address), len(rows), definitions, said_yes)
    assert found == told


def test_figures_are_the_same_on_the_page_and_in_the_file(cast, busy, browser_of):
    moderator = browser_of(cast.mona)
    dashboard = moderator.get(f"/c/acme/insights/?{busy}").content.decode()
    rows = read(moderator.get(f"/c/acme/insights/export/?{busy}"))
    assert {row["tile"] for row in rows} == {tile.id for tile in all_tiles()}
    places = sorted((dashboard.index(f'id="tile-{tile.id}"'), tile.id) for tile in all_tiles())
    ends = [place for place, _id in places[1:]] + [len(dashboard)]
    pieces = {id: dashboard[place:end] for (place, id), end in zip(places, ends, strict=True)}
    for row in rows:
        assert row["shown"] in pieces[row["tile"]], row
        assert row["interval"] in pieces[row["tile"]], row
        if not row["shown"]:
            assert row["value"] == row["low"] == ""
            assert "Not enough data" in row["note"].replace("&lt;", "<")
            assert "Not enough data" in pieces[row["tile"]]


def test_small_cells_are_silent_everywhere(cast, many, browser_of):
    many(29, answered=6 * MINUTE, by=cast.bob)
    moderator = browser_of(cast.mona)
    [row] = [each for each in read(moderator.get("/c/acme/insights/export/")) if each["tile"] == "answered_1h"]
    assert (row["n"], row["value"], row["note"]) == ("29", "", "Not enough data (n < 30)")
    many(1, answered=6 * MINUTE, by=cast.bob)
    [row] = [each for each in read(moderator.get("/c/acme/insights/export/")) if each["tile"] == "answered_1h"]
    assert (row["n"], row["shown"], float(row["value"])) == ("30", "100.0 %", 1.0)


def test_titles_in_files_are_no_formulas(cast, busy, browser_of):
    rows = read(browser_of(cast.mona).get(f"/c/acme/insights/export/?tile=questions&{busy}"))
    assert [row["title"] for row in rows].count("'=HYPERLINK(1)") == 2


def test_every_tile_stands_in_the_dictionary(cast, browser_of):
    page = browser_of(None).get("/c/acme/speed/figures/").content.decode()
    for tile in all_tiles():
        assert DEFINITIONS[tile.definition.id] is tile.definition
        assert f'id="{tile.definition.id}"' in page
    assert all(each.rule and each.formula for each in DEFINITIONS.values())


def test_two_tiles_cannot_have_one_name():
    tile = find_tile("questions")
    assert tile is not None
    with pytest.raises(ValueError, match="questions"):
        register(tile)


def test_rows_survive_what_is_gone(cast, browser_of):
    gone = make_clock(cast.alice, DAY, answered=HOUR, by=cast.bob)
    gone.question_id = 999_999
    gone.save()
    page = browser_of(cast.mona).get("/c/acme/insights/rows/?tile=questions").content.decode()
    assert "Question 999999, which is gone" in page
    assert read(browser_of(cast.mona).get("/c/acme/insights/export/?tile=questions"))[0]["title"] == ""
