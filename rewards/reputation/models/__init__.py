"""Changes of reputation, what they add up to, and what people have decided about boards and levels."""

from rewards.reputation.models.change import ReputationChange
from rewards.reputation.models.decision import LevelDecision
from rewards.reputation.models.listing import LeaderboardChoice
from rewards.reputation.models.score import DayScore, Score

__all__ = ["DayScore", "LeaderboardChoice", "LevelDecision", "ReputationChange", "Score"]
