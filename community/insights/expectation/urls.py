"""The address from which the form for asking fetches the expected time of another topic."""

from django.urls import path

from community.insights.expectation.views import expected

app_name = "expectation"

urlpatterns = [path("ask/expected/", expected, name="expected")]
