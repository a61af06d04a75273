"""What the moderators' pages have in common: who is let in, and which questions they are about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts.reader import CompanyRequest
from community import clock
from community.insights.speed.board import Board
from community.insights.speed.forms import FiltersForm
from community.insights.speed.policies import check_may_read_speed

View = Callable[[CompanyRequest], HttpResponseBase]
BoardView = Callable[[CompanyRequest, FiltersForm, Board], HttpResponseBase]


def for_moderators(view: View) -> View:
    """Send visitors to sign in, as the company's admin does; refuse everybody who does not moderate."""

    @wraps(view)
    def guarded(request: CompanyRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        check_may_read_speed(request.reader.member)
        return view(request)

    return guarded


def with_board(view: BoardView) -> View:
    """Give a moderators' page the questions that its address chooses; say what is wrong with an address that cannot be."""

    @for_moderators
    @wraps(view)
    def filtered(request: CompanyRequest) -> HttpResponseBase:
        form = FiltersForm(request.GET, company=request.company)
        if not form.is_valid():
            return refused(request, form)
        return view(request, form, Board(form.population, clock.now()))

    return filtered


def refused(request: CompanyRequest, form: FiltersForm) -> HttpResponse:
    """Show the filters with what is wrong with them, and no figures."""
    return render(request, "speed/refused.html", {"form": form}, status=422)
