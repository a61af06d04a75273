"""Cases about points, the rules that open them, and the traces that the rules may look at."""

from rewards.integrity.models.case import CaseEarning, RewardCase
from rewards.integrity.models.look import Look
from rewards.integrity.models.rules import IntegrityRules
from rewards.integrity.models.trace import Trace

__all__ = ["CaseEarning", "IntegrityRules", "Look", "RewardCase", "Trace"]
