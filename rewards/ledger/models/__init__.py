"""The ledger's tables. Points are whole numbers; what a point is worth in money stands in the company's programme.

An Account belongs to the company or to one of its members. A Transfer moves points between accounts by Legs that sum to
zero, so that no point appears or vanishes: they come in from the account `funding`, whose balance is what all the others
hold, below zero. A Balance is the sum of its account's legs, kept beside them because it carries the floor that no
transfer may pass. Transfers and legs are written once and never change; a mistake is put right by a transfer the other
way. The database refuses everything else (migrations/0002).
"""

from rewards.ledger.models.account import Account, AccountRef, Balance
from rewards.ledger.models.block import Block, BlockMember
from rewards.ledger.models.freeze import Freeze
from rewards.ledger.models.transfer import Leg, Transfer

__all__ = ["Account", "AccountRef", "Balance", "Block", "BlockMember", "Freeze", "Leg", "Transfer"]
