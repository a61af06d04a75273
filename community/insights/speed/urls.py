"""Addresses of the dashboard and of the public page about speed."""

from django.urls import URLPattern

app_name = "speed"

urlpatterns: list[URLPattern] = []
