"""Addresses of this feature."""

from django.urls import path

from rewards.reputation import views

app_name = "reputation"

urlpatterns = [
    path("helpers/", views.helpers, name="helpers"),
    path("helpers/choice/", views.choose, name="choose"),
    path("u/<int:pk>/reputation/", views.history, name="history"),
]
