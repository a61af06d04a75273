"""Addresses of what the company promises and whether it was kept."""

from django.urls import path

from community.insights.promise import views

app_name = "promise"

urlpatterns = [
    path("promise/", views.promise, name="promise"),
    path("promise/rows/", views.rows, name="rows"),
    path("promise/weeks/", views.weeks, name="weeks"),
]
