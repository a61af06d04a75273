"""What the rules look at, and what pages show of cases."""

from rewards.integrity.queries.cases import case_of, earnings_of, open_cases, rules_of, who_may_decide
from rewards.integrity.queries.health import Health, health
from rewards.integrity.queries.looking import credits_of, places_of, signals_of

__all__ = [
    "Health", "case_of", "credits_of", "earnings_of", "health", "open_cases", "places_of", "rules_of", "signals_of",
    "who_may_decide",
]  # fmt: skip
