"""Addresses of how learning is measured and judged."""

from django.urls import path

from community.personalization.accountability.views import demand, learning

app_name = "accountability"

urlpatterns = [
    path("learning/", learning.learning, name="learning"),
    path("learning/demand/", demand.demand, name="demand"),
]
