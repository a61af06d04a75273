"""Expected times as they are computed, and what was said of them with each question."""

from community.insights.expectation.models.expected import ExpectedTime
from community.insights.expectation.models.said import Expectation

__all__ = ["Expectation", "ExpectedTime"]
