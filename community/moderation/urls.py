"""Addresses of the company's own admin."""

from django.urls import URLPattern

app_name = "company_admin"

urlpatterns: list[URLPattern] = []
