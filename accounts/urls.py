"""Addresses about who one is in a company."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("join/", views.join, name="join"),
    path("profile/", views.profile, name="profile"),
    path("arrive/", views.arrive, name="arrive"),
    path("choices/language/", views.language, name="language"),
    path("colours/<slug:version>.css", views.company_css, name="company_css"),
]
