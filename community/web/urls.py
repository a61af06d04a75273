"""Addresses of the reader's own choices, and of the style guide."""

from django.urls import path

from community.web import health, views
from community.web.styleguide import styleguide

app_name = "web"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("choices/colours/", views.colour_scheme, name="colour_scheme"),
    path("styleguide/", styleguide, name="styleguide"),
]
