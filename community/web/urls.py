"""Addresses of the reader's own choices."""

from django.urls import path

from community.web import views

app_name = "web"
urlpatterns = [
    path("choices/language/", views.language, name="language"),
    path("choices/colours/", views.colour_scheme, name="colour_scheme"),
]
