from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedConfig(AppConfig):
    name = "community.personalization.feed"
    label = "feed"
    verbose_name = _("For you")
