from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpectationConfig(AppConfig):
    name = "community.insights.expectation"
    label = "expectation"
    verbose_name = _("Expected times")
