from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "rewards.payouts"
    label = "payouts"
