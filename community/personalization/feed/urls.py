"""Addresses of the lists made for one member."""

from django.urls import path

from community.personalization.feed import views

app_name = "feed"

urlpatterns = [
    path("for-you/", views.for_you, name="for_you"),
    path("for-you/how/", views.how, name="how"),
    path("for-you/newcomers/", views.newcomers, name="newcomers"),
    path("for-you/reasons/", views.switch, name="switch"),
    path("for-you/scope/", views.scope, name="scope"),
]
