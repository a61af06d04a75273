"""What a company decides about its figures."""

from community.insights.speed.models.page import SpeedPage

__all__ = ["SpeedPage"]
