"""The dashboard, the rows behind its figures, and their files."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community.insights.clocks.queries.gaps import gaps_of
from community.insights.speed import dashboard as contents
from community.insights.speed.board import Board
from community.insights.speed.exports import FIGURES_HEAD, behind, figure_rows, row_head
from community.insights.speed.forms import FiltersForm
from community.insights.speed.maps import backlog_map, hour_map
from community.insights.speed.queries.rows import MemberLine, QuestionLine, member_lines, question_lines
from community.insights.speed.tiles.measures import HORIZON_NAMES
from community.insights.speed.tiles.registry import MEMBERS, Figure, figure_of, find_tile
from community.insights.speed.trend import trend_of, trend_weeks
from community.insights.speed.views.common import with_board
from community.web.csvfile import streamed
from community.web.errors import NotFound
from community.web.pagination import paginate_rows

PER_PAGE = 50


@require_safe
@with_board
def dashboard(request: CompanyRequest, form: FiltersForm, board: Board) -> HttpResponse:
    """Show how fast questions are answered and solved, by whom, and what waits. ?curve switches the picture."""
    chosen = request.GET.get("curve", "")
    chosen = chosen if chosen in contents.CURVES else "answer"
    curve = contents.curve_of(board, chosen)
    weeks = trend_weeks(board.population)
    gaps = gaps_of(request.company, weeks.since, weeks.until, board.now)
    context = {
        "form": form,
        "population": board.population,
        "filters": board.population.query(),
        # Roll-ups know no tags.
        "trend": None if weeks.tag else trend_of(weeks, board.now, gaps),
        "gaps": gaps,
        "spans": contents.spans(board.population, board.now.astimezone(board.population.zone).date()),
        "curve": curve,
        "chosen": chosen,
        "curve_names": contents.CURVE_NAMES,
        "picture": contents.curve_picture(chosen, curve),
        "curve_rows": contents.curve_rows(curve),
        "sections": contents.sections(board),
        "horizons": contents.horizon_rows(board),
        "horizon_names": HORIZON_NAMES.values(),
        "endings": contents.endings_table(board),
        "endings_heads": contents.endings_heads(),
        "backlog": backlog_map(board, form.topics),
        "hours": hour_map(board),
        "helpers": contents.top_helpers(board),
        "left_out": contents.left_out(board),
    }
    return render(request, "speed/dashboard.html", context)


@require_safe
@with_board
def rows(request: CompanyRequest, form: FiltersForm, board: Board) -> HttpResponse:
    """Show exactly the rows that the figure ?tile is about, the newest first."""
    figure = _figure(request, board)

    def fetch(*, limit: int, offset: int) -> Sequence[QuestionLine | MemberLine]:
        # Figures hold their questions from the oldest on.
        ids = [int(each) for each in figure.rows.ids[::-1][offset : offset + limit]]
        counts = None if figure.rows.counts is None else figure.rows.counts[::-1][offset : offset + limit].tolist()
        if figure.rows.kind == MEMBERS:
            return member_lines(request.company, ids, counts)
        return question_lines(request.company, ids, counts, board.now)

    page = paginate_rows(fetch, request, PER_PAGE)
    context = {"form": form, "figure": figure, "page": page, "population": board.population}
    return render(request, "speed/rows.html", context | {"filters": board.population.query()})


@require_safe
@with_board
def export(request: CompanyRequest, form: FiltersForm, board: Board) -> HttpResponseBase:
    """Send the rows behind ?tile as a file, or without it all figures as the dashboard shows them."""
    days = f"{board.population.since}_{board.population.until}"
    if not request.GET.get("tile"):
        return streamed(f"figures_{days}.csv", FIGURES_HEAD, figure_rows(board))
    figure = _figure(request, board)
    return streamed(f"{figure.tile.id}_{days}.csv", row_head(figure), behind(board, figure))


def _figure(request: CompanyRequest, board: Board) -> Figure:
    tile = find_tile(request.GET.get("tile", ""))
    if tile is None:
        raise NotFound(_("There is no such figure on the dashboard."))
    return figure_of(tile, board)
