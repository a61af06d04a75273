"""Seals over transfers, which show whether somebody rewrote the past behind the product's back."""

from __future__ import annotations

from django.db import models

from accounts.models import Company
from community import clock
from rewards.ledger.models.transfer import Transfer


class Block(models.Model):
    """A sealed set of transfers. `digest` covers what they say and the digest of the block before, so none can change."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="ledger_block_number_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


class BlockMember(models.Model):
    """Which block holds a transfer: beside it, so that the transfer's own row never changes."""

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, primary_key=True, related_name="sealed")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="members")
