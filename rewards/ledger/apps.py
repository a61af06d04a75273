"""The ledger as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    """Loads what each feature proves about the books, from its checks.py."""

    name = "rewards.ledger"
    label = "ledger"

    def ready(self) -> None:
        autodiscover_modules("checks")
