"""Addresses of the tools beside every post. The company's admin has its own: see community/urls.py."""

from django.urls import path

from community.moderation import views

app_name = "moderation"

urlpatterns = [
    path("posts/<int:pk>/hide/", views.hide, name="hide"),
    path("posts/<int:pk>/restore/", views.restore, name="restore"),
    path("questions/<int:pk>/lock/", views.lock, name="lock"),
    path("questions/<int:pk>/unlock/", views.unlock, name="unlock"),
    path("members/<int:pk>/suspend/", views.suspend, name="suspend"),
    path("members/<int:pk>/reinstate/", views.reinstate, name="reinstate"),
]
