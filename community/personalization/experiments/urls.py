"""Addresses of experiments: what is tried out, and opting out."""

from django.urls import URLPattern

app_name = "experiments"

urlpatterns: list[URLPattern] = []
