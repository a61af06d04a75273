"""Clocks, and what they add up to by day."""

from community.insights.clocks.models.clock import Clock
from community.insights.clocks.models.cohort import Cohort, DayToRollUp

__all__ = ["Clock", "Cohort", "DayToRollUp"]
