"""Page-shaped reads of badges."""

from rewards.badges.queries.metrics import counted, earned
from rewards.badges.queries.pages import (
    awards_of,
    badge_or_404,
    badges_with_holders,
    holders_of,
    own_badges,
)

__all__ = ["awards_of", "badge_or_404", "badges_with_holders", "counted", "earned", "holders_of", "own_badges"]
