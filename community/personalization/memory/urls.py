"""Address at which members say what they are not."""

from django.urls import path

from community.personalization.memory import views

app_name = "memory"

urlpatterns = [path("settings/not-me/", views.not_me, name="not_me")]
