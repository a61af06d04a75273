"""The web floor as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """Fills the four registries from the features' files once all applications are there."""

    name = "community.web"
    label = "web"

    def ready(self) -> None:
        autodiscover_modules("screens", "panels", "notices", "privacy")
