"""Pages of long lists, without ever counting the whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from community.web.errors import NotFound

ModelT = TypeVar("ModelT", bound=Model)
RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)

LAST_PAGE: Final = 400
_PARAMETER: Final = "page"


class Fetch(Protocol[RowT_co]):
    """Returns so many rows after so many others."""

    def __call__(self, *, limit: int, offset: int) -> Sequence[RowT_co]:
        """Return at most `limit` rows."""


@dataclass(frozen=True)
class Page(Generic[RowT]):
    """One page of a list. The addresses keep all other parameters and are "" where there is no such page."""

    items: Sequence[RowT]
    number: int
    previous_url: str
    next_url: str

    @property
    def has_others(self) -> bool:
        """Return whether there is more than this page."""
        return bool(self.previous_url or self.next_url)


def paginate(queryset: QuerySet[ModelT], request: HttpRequest, per_page: int) -> Page[ModelT]:
    """Return the page that ?page=N asks for, with one query that reads one row more than it shows.

    Rows that tie stand in the order of their primary key, so that none is shown twice or never. A page number that is
    no number is page 1; raises NotFound for pages after the last and after page 400.
    """
    ordered = _stable(queryset)
    return paginate_rows(lambda *, limit, offset: list(ordered[offset : offset + limit]), request, per_page)


def paginate_rows(fetch: Fetch[RowT], request: HttpRequest, per_page: int) -> Page[RowT]:
    """Return the page that ?page=N asks for, as `paginate` does, of rows that `fetch` returns in an order of its own."""
    number = _page_number(request.GET.get(_PARAMETER, ""))
    rows = fetch(limit=per_page + 1, offset=(number - 1) * per_page)
    if not rows and number > 1:
        raise NotFound(_("This list has no page %(number)d.") % {"number": number})
    more = len(rows) > per_page and number < LAST_PAGE
    return Page(
        items=rows[:per_page],
        number=number,
        previous_url=_url(request, number - 1) if number > 1 else "",
        next_url=_url(request, number + 1) if more else "",
    )


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return 1
    digits = text.lstrip("0")
    # Compared by length first: a number of a million digits would take long to read.
    if len(digits) > len(str(LAST_PAGE)) or int(digits) > LAST_PAGE:
        sentence = _("Only the first %(count)d pages of a list can be opened. Search, or choose a topic.")
        raise NotFound(sentence % {"count": LAST_PAGE})
    return int(digits)


def _stable(queryset: QuerySet[ModelT]) -> QuerySet[ModelT]:
    ordering = tuple(queryset.query.order_by) or tuple(queryset.model._meta.ordering or ())
    names = {str(each).lstrip("-") for each in ordering}
    if names & {"pk", queryset.model._meta.pk.name}:
        return queryset
    return queryset.order_by(*ordering, "-pk")


def _url(request: HttpRequest, number: int) -> str:
    parameters = request.GET.copy()
    if number == 1:
        parameters.pop(_PARAMETER, None)
    else:
        parameters[_PARAMETER] = str(number)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path
