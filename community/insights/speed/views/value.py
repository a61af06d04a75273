"""What answers of members are worth to the company."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policies import check_may_administer
from accounts.reader import CompanyRequest
from community.insights.speed.actions.value import change_assumptions
from community.insights.speed.board import Board
from community.insights.speed.forms import FiltersForm
from community.insights.speed.models import ValueAssumptions
from community.insights.speed.queries.value import assumptions_of, value_of
from community.insights.speed.value_forms import AssumptionsForm
from community.insights.speed.views.common import with_board
from community.web.errors import NotAllowed

UNPROCESSABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@with_board
def value(request: CompanyRequest, form: FiltersForm, board: Board) -> HttpResponse:
    """Show what was saved, as a range, with every assumption; admins change those, moderators read."""
    if request.method == "POST":
        return _change(request, form, board)
    return _show(request, form, board, None)


def _change(request: CompanyRequest, filters: FiltersForm, board: Board) -> HttpResponse:
    admin = check_may_administer(request.reader.member)
    written = AssumptionsForm(request.POST)
    if written.is_valid():
        wanted = dict(written.cleaned_data)
        try:
            change_assumptions(admin=admin, seen=wanted.pop("seen"), wanted=wanted)
        except NotAllowed as refusal:
            written.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The value is counted with these assumptions from now on."))
            return redirect(request.get_full_path())
    return _show(request, filters, board, written)


def _show(request: CompanyRequest, filters: FiltersForm, board: Board, written: AssumptionsForm | None) -> HttpResponse:
    member, versions = request.reader.member, assumptions_of(request.company)
    assumed = versions[0] if versions else ValueAssumptions(version=0)
    if written is None and member is not None and member.is_admin:
        written = AssumptionsForm(instance=assumed, initial={"seen": assumed.version})
    found = value_of(board.population, assumed)
    begins, ends = board.population.bounds
    context: dict[str, Any] = {
        "form": filters,
        "population": board.population,
        "filters": board.population.query(),
        "assumed": assumed,
        "earlier": versions[1:],
        "value": found,
        "begins": begins,
        "ends": ends,
        "assumptions_form": written,
    }
    is_refused = written is not None and written.is_bound
    return render(request, "speed/value.html", context, status=UNPROCESSABLE if is_refused else 200)
