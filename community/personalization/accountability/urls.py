"""Addresses of how learning is measured and judged."""

from django.urls import URLPattern

app_name = "accountability"

urlpatterns: list[URLPattern] = []
