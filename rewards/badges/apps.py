from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "rewards.badges"
    label = "badges"
