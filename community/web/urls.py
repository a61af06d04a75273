"""Addresses of the reader's own choices, and of the style guide."""

from django.urls import path

from community.web import views
from community.web.styleguide import styleguide

app_name = "web"
urlpatterns = [
    path("choices/language/", views.language, name="language"),
    path("choices/colours/", views.colour_scheme, name="colour_scheme"),
    path("styleguide/", styleguide, name="styleguide"),
]
