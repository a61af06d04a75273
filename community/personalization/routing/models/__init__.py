"""Offers, the rounds in which they are made, and what helpers and askers want."""

from community.personalization.routing.models.block import Block
from community.personalization.routing.models.helper import HelperSettings
from community.personalization.routing.models.offer import ACCEPTED_FOR, LEASE, OPEN, Offer
from community.personalization.routing.models.ring import Ring

__all__ = ["ACCEPTED_FOR", "LEASE", "OPEN", "Block", "HelperSettings", "Offer", "Ring"]
