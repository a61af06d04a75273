"""What happens by itself."""

from __future__ import annotations

import logging
from typing import Final

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community.search.actions.embed import embed_questions
from community.search.actions.reindex import settle_terms
from community.search.embeddings import EmbeddingFailed, ServiceAway, embedding_provider

logger = logging.getLogger(__name__)

# Of one company at a time: a worker has other things to do.
_BATCHES: Final = 10
_EMBED_BATCHES: Final = 50


@shared_task(name="search.settle_terms", expires=3600)
def settle() -> None:
    """Add up the counts of terms and weigh questions anew whose vectors have aged. Safe to run at any time.

    A company in which it fails keeps no other waiting.
    """
    for_each_company(_settle, failed="The terms of company %s could not be settled.", among=Company.objects.all())


def _settle(company: Company) -> None:
    for _batch in range(_BATCHES):
        if not settle_terms(company):
            return


@shared_task(name="search.embed_questions", expires=600, soft_time_limit=3000, time_limit=3060)
def embed() -> None:
    """Have the questions embedded that are new or changed. Does nothing without a service, and may run at any time.

    What fails is one warning in the log, and tried again at the next run; while the service is away nothing more is sent.
    """
    provider = embedding_provider()
    if provider is None:
        return
    failures: list[EmbeddingFailed] = []

    def embed_in(company: Company) -> None:
        if not any(isinstance(failure, ServiceAway) for failure in failures):
            failures.extend(embed_questions(company, provider, batches=_EMBED_BATCHES))

    for_each_company(embed_in, failed="The questions of company %s could not be embedded.", among=Company.objects.all())
    if failures:
        logger.warning("Questions are not embedded by %r: %s The next run tries again.", provider.version, failures[-1])
