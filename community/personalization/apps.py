from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonalizationConfig(AppConfig):
    name = "community.personalization"
    label = "personalization"
    verbose_name = _("Personalization")
