"""What a company promises, what became of it for each question, and who is told of questions that wait."""

from community.insights.promise.models.ladder import EscalationStep, Ladder
from community.insights.promise.models.outcome import Breach, Outcome
from community.insights.promise.models.promise import Promise

__all__ = ["Breach", "EscalationStep", "Ladder", "Outcome", "Promise"]
