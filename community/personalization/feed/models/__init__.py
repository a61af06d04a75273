"""What members decide about the list made for them."""

from community.personalization.feed.models.choice import REASONS, FeedChoice

__all__ = ["REASONS", "FeedChoice"]
