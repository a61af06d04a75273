"""What is kept of how the learning was measured and judged."""

from community.personalization.accountability.models.audit import Audit, Finding
from community.personalization.accountability.models.velocity import Velocity
from community.personalization.accountability.models.worth import Worth

__all__ = ["Audit", "Finding", "Velocity", "Worth"]
