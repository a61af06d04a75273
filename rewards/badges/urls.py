"""Addresses of this feature."""

from django.urls import path

from rewards.badges import views

app_name = "badges"

urlpatterns = [
    path("badges/", views.badges, name="badges"),
    path("badges/<slug:slug>/", views.badge, name="badge"),
]
