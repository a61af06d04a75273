"""The stack as a Django app: its commands, and the Celery application for every process that sends tasks."""

from importlib import import_module

from django.apps import AppConfig


class StackConfig(AppConfig):
    name = "community.stack"
    label = "stack"

    def ready(self) -> None:
        # Named, not imported: it stands above everything. Not in community/__init__.py either, where settings and the
        # keeper of the embedded servers would have to load all of Celery.
        import_module("community.celery")
