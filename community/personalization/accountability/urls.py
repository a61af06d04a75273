"""Addresses of how learning is measured and judged."""

from django.urls import path

from community.personalization.accountability.views import audit, card, decisions, demand, learning

app_name = "accountability"

urlpatterns = [
    path("learning/", learning.learning, name="learning"),
    path("learning/audit/", audit.audit, name="audit"),
    path("learning/audit/<int:pk>/", audit.finding, name="finding"),
    path("learning/model-card/", card.model_card, name="model_card"),
    path("learning/decisions/", decisions.offers, name="decisions"),
    path("learning/decisions/<int:pk>/", decisions.ask, name="ask"),
    path("learning/demand/", demand.demand, name="demand"),
]
