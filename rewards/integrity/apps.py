from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrityConfig(AppConfig):
    name = "rewards.integrity"
    label = "integrity"
    verbose_name = _("Fairness of rewards")
