"""Addresses of offers: who is asked to help with what."""

from django.urls import URLPattern

app_name = "routing"

urlpatterns: list[URLPattern] = []
