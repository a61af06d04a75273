"""The pages about payouts in the company's admin, a file per kind of thing."""

from rewards.payouts.admin import explorer, payouts, settings

__all__ = ["explorer", "payouts", "settings"]
