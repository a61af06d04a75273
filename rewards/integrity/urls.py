"""Addresses of this feature outside the company's admin."""

from django.urls import path

from rewards.integrity import views

app_name = "integrity"

urlpatterns = [
    path("rewards/integrity/", views.signals, name="signals"),
]
