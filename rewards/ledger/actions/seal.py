"""Sealing transfers into blocks."""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction

from accounts.models import Company
from rewards.ledger.models import Block, BlockMember, Transfer
from rewards.ledger.verification import digest_of

logger = logging.getLogger(__name__)

BLOCK_SIZE: Final = 1000


@transaction.atomic
def seal_block(company: Company) -> Block | None:
    """Seal the oldest transfers without a block, at most BLOCK_SIZE; None when there are none.

    The head is also written to the log of the process: whoever rewrites the database does not reach it there. Locks the
    company's row, so that blocks follow each other.
    """
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    waiting = Transfer.objects.of(company).filter(sealed__isnull=True).order_by("pk")
    transfers = list(waiting[:BLOCK_SIZE])
    if not transfers:
        return None
    last = Block.objects.filter(company=company).order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    block = Block.objects.create(
        company=company, number=number, previous_digest=previous, digest=digest_of(transfers, previous)
    )
    BlockMember.objects.bulk_create(BlockMember(transfer=transfer, block=block) for transfer in transfers)
    logger.info(
        "Ledger of company %s: block %s with %s transfers sealed, %s", company.pk, number, len(transfers), block.digest
    )
    return block
