"""Addresses about who one is in a company."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("join/", views.join, name="join"),
    path("profile/", views.profile, name="profile"),
    path("settings/choices/", views.choices, name="choices"),
    path("settings/choices/none/", views.object_to_everything, name="object_to_everything"),
    path("settings/choices/<slug:purpose>/", views.answer_consent, name="answer_consent"),
    path("arrive/", views.arrive, name="arrive"),
    path("choices/language/", views.language, name="language"),
    path("colours/<slug:version>.css", views.company_css, name="company_css"),
]
