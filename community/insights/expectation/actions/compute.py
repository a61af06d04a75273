"""Computing the expected times of a company."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Company
from community import clock
from community.insights.clocks.definitions import EXPECTED_ANSWER
from community.insights.clocks.queries.population import zone_of
from community.insights.expectation.blocks import blocks_within
from community.insights.expectation.definitions import VALID_FOR
from community.insights.expectation.models import ExpectedTime
from community.insights.expectation.queries.estimates import expected_times
from community.insights.expectation.queries.watched import watched_questions
from community.questions.models import Topic

_BATCH = 1000


@transaction.atomic
def compute_expected_times(company: Company) -> int:
    """Write the expected times for the parts of the week of the next day; return how many rows.

    Earlier ones stay as long as they could be in force, and are deleted then. Safe to run at any time, also twice at once.
    """
    now = clock.now()
    watched = watched_questions(company, now)
    blocks = sorted(blocks_within(now, VALID_FOR, zone_of(company)))
    parents = dict(Topic.objects.filter(company=company).values_list("pk", "parent_id"))
    languages = sorted({*company.languages, company.default_language, *watched.language.tolist()})
    rows = [
        ExpectedTime(
            company=company,
            language=language,
            topic_id=each.topic,
            block=each.block,
            p50=each.p50,
            p80=each.p80,
            n=each.n,
            events=each.events,
            as_of=now,
            definition=EXPECTED_ANSWER.id,
            version=EXPECTED_ANSWER.version,
        )
        for language in languages
        for each in expected_times(watched, language, blocks, parents)
    ]
    # Whoever reacts to a question a little late still finds what was in force.
    ExpectedTime.objects.of(company).filter(as_of__lte=now - 2 * VALID_FOR).delete()
    ExpectedTime.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return len(rows)
