"""Addresses of the lists made for one member."""

from django.urls import URLPattern

app_name = "feed"

urlpatterns: list[URLPattern] = []
