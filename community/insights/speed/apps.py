from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpeedConfig(AppConfig):
    name = "community.insights.speed"
    label = "speed"
    verbose_name = _("Resolution speed")
