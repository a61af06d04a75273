"""Addresses of offers: who is asked to help with what."""

from django.urls import path

from community.personalization.routing import views

app_name = "routing"

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/how/", views.how, name="how"),
    path("offers/settings/", views.settings, name="settings"),
    path("offers/blocked/<int:pk>/", views.block, name="block"),
    path("offers/<int:pk>/accept/", views.accept, name="accept"),
    path("offers/<int:pk>/decline/", views.decline, name="decline"),
]
