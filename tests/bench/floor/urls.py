"""One page."""

from django.urls import path

from tests.bench.floor.views import topic

urlpatterns = [path("t/<int:pk>", topic, name="topic")]
