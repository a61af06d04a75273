from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    name = "community.portability"
    label = "portability"
