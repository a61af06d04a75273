"""Admins without a sign-in of their own: the product's is the only door. And the operators' admin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _

from community.audit.operators import OperatorModelAdmin

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])

# Signing out and passwords have pages of the product; the last one would tell any object's address by its number.
_CLOSED_DOORS = frozenset({"logout", "password_change", "password_change_done", "view_on_site"})


class SignInSite(admin.AdminSite):
    """An admin that people enter through the product's sign-in, and that decides itself whom it lets in."""

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        """Return None to let somebody in, or where to send them. May raise NotAllowed or Http404."""
        raise NotImplementedError

    def sign_in(self, request: HttpRequest) -> HttpResponse:
        """Send a visitor to sign in and back."""
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    def admin_view(self, view: ViewT, cacheable: bool = False) -> ViewT:
        """Put the question who may enter before every page."""
        page = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = self.refuse(request)
            return page(request, *args, **kwargs) if refusal is None else refusal

        return cast(ViewT, update_wrapper(guarded, view))

    def get_urls(self) -> list[Any]:
        """Return the pages without those that the product has itself."""
        return [each for each in super().get_urls() if getattr(each, "name", None) not in _CLOSED_DOORS]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send everybody who finds Django's own sign-in page to the product's."""
        index = reverse("admin:index", current_app=self.name)
        return redirect_to_login(request.GET.get("next", index), reverse("account_login"))


class OperatorSite(SignInSite):
    """The admin of those who run the installation, outside any company. For all others it is not there."""

    site_title = _("Peerdesk")
    site_header = _("Operators")
    index_title = _("What operators can see and change")

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the person runs the installation."""
        return request.user.is_active and request.user.is_superuser

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        """Send visitors to sign in; say that there is nothing to everybody else and inside a company."""
        if getattr(request, "company", None) is not None:
            raise Http404
        if not request.user.is_authenticated:
            return self.sign_in(request)
        if not self.has_permission(request):
            raise Http404
        return None

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take only admins that audit what is changed; what other packages register is left out."""
        if admin_class is not None and issubclass(admin_class, OperatorModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        """Return the pages, marked as belonging to no company."""
        urls = super().get_urls()
        for view in _views_of(urls):
            # A bound method takes no marks; its function does.
            getattr(view, "__func__", view).works_without_company = True  # CompanyMiddleware reads it
        return urls


def _views_of(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[Any]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _views_of(each.url_patterns)
        else:
            yield each.callback
