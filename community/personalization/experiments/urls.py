"""Addresses of experiments."""

from django.urls import path

from community.personalization.experiments import views

app_name = "experiments"

urlpatterns = [
    path("experiments/", views.experiments, name="experiments"),
    path("experiments/<int:pk>/", views.experiment, name="experiment"),
]
