"""What a company decides and assumes about its figures, and warnings."""

from community.insights.speed.models.alert import Alert
from community.insights.speed.models.page import SpeedPage
from community.insights.speed.models.value import ValueAssumptions

__all__ = ["Alert", "SpeedPage", "ValueAssumptions"]
