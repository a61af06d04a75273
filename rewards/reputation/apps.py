from django.apps import AppConfig


class ReputationConfig(AppConfig):
    name = "rewards.reputation"
    label = "reputation"
