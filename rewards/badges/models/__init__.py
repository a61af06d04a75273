"""Badges, and who has them."""

from rewards.badges.models.award import BadgeAward
from rewards.badges.models.badge import Badge

__all__ = ["Badge", "BadgeAward"]
