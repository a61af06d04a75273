"""Addresses of what the company promises and whether it was kept."""

from django.urls import URLPattern

app_name = "promise"

urlpatterns: list[URLPattern] = []
