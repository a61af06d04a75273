"""Every address, inside a company and outside of any: CompanyMiddleware has taken the company's prefix off."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.reader import CompanyRequest
from accounts.views import choose_company
from community.moderation.site import company_admin
from community.moderation.urls import decision_patterns
from community.questions.views.lists import home
from community.questions.views.setup import setup
from community.web.views import works_without_company

handler400 = "community.web.errors.handler400"
handler403 = "community.web.errors.handler403"
handler404 = "community.web.errors.handler404"
handler500 = "community.web.errors.handler500"


@works_without_company
def root(request: HttpRequest) -> HttpResponse:
    """Show a company's home, or, where no company is named, the choice of communities."""
    if getattr(request, "company", None) is None:
        return choose_company(request)
    return home(cast(CompanyRequest, request))


urlpatterns = [
    path("", root, name="root"),
    path("", include("community.questions.urls")),
    path("", include("accounts.urls")),
    path("", include("community.web.urls")),
    path("", include("community.search.urls")),
    path("", include("community.notifications.urls")),
    path("", include("rewards.earning.urls")),
    path("", include("rewards.reputation.urls")),
    path("", include("rewards.badges.urls")),
    path("", include("rewards.payouts.urls")),
    path("", include("rewards.integrity.urls")),
    path("", include("community.insights.promise.urls")),
    path("", include("community.insights.expectation.urls")),
    path("", include("community.insights.speed.urls")),
    path("", include("community.personalization.memory.urls")),
    path("", include("community.personalization.routing.urls")),
    path("", include("community.personalization.feed.urls")),
    path("", include("community.personalization.experiments.urls")),
    path("", include("community.personalization.accountability.urls")),
    path("setup/", setup, name="setup"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("manage/", company_admin.urls),
    path("decisions/", include(decision_patterns)),
    path("moderate/", include("community.moderation.urls")),
]
