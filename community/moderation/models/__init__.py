"""Decisions about members, and what members say against them."""

from community.moderation.models.appeal import Appeal
from community.moderation.models.decision import DecisionRecord

__all__ = ["Appeal", "DecisionRecord"]
