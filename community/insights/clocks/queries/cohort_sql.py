"""The statement that adds clocks up to cohorts. Rolling up, rebuilding and checking all use it, so they agree."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from accounts.models import Company
from community.insights.clocks.bins import BINS, EDGES
from community.insights.clocks.definitions import RESOLUTION, Definition
from community.insights.clocks.models.clock import counted_exclusions

COLUMNS: Final = (
    "company_id, definition, version, day, topic_id, language, channel, n, excluded, happened, ended, bins, ended_bins"
)

# {event} is the column of the moment that the definition measures; {measured} leaves out what has no known duration.
_SELECT: Final = """
    WITH chosen AS (
        SELECT (asked_at AT TIME ZONE %(zone)s)::date AS day, topic_id, language, channel,
            exclusion = ANY(%(counted)s) AND {measured} AS is_in,
            {event} IS NOT NULL AS has_happened,
            {event} IS NULL AND (closed_at IS NOT NULL OR censored_at IS NOT NULL) AS has_ended,
            width_bucket(
                GREATEST(0, extract(epoch FROM COALESCE({event}, LEAST(closed_at, censored_at)) - asked_at)::float8),
                %(edges)s::float8[]
            ) AS bin
        FROM clocks_clock
        WHERE company_id = %(company)s AND episode = 1 AND asked_at >= %(since)s AND asked_at < %(until)s
    ), cohort AS (
        SELECT day, topic_id, language, channel,
            count(*) FILTER (WHERE is_in) AS n,
            count(*) FILTER (WHERE NOT is_in) AS excluded,
            count(*) FILTER (WHERE is_in AND has_happened) AS happened,
            count(*) FILTER (WHERE is_in AND has_ended) AS ended
        FROM chosen GROUP BY day, topic_id, language, channel
    ), counted AS (
        SELECT day, topic_id, language, channel, bin,
            count(*) FILTER (WHERE has_happened) AS happened,
            count(*) FILTER (WHERE has_ended) AS ended
        FROM chosen WHERE is_in AND bin IS NOT NULL GROUP BY day, topic_id, language, channel, bin
    ), binned AS (
        SELECT day, topic_id, language, channel,
            array_agg(COALESCE(counted.happened, 0) ORDER BY bin) AS bins,
            array_agg(COALESCE(counted.ended, 0) ORDER BY bin) AS ended_bins
        FROM cohort CROSS JOIN generate_series(0, %(last_bin)s) AS bin
            LEFT JOIN counted USING (day, topic_id, language, channel, bin)
        GROUP BY day, topic_id, language, channel
    )
    SELECT %(company)s::bigint, %(definition)s::varchar, %(version)s::smallint, day, topic_id, language, channel,
        n::integer, excluded::integer, happened::integer, ended::integer, bins::integer[], ended_bins::integer[]
    FROM cohort JOIN binned USING (day, topic_id, language, channel)
"""


def cohorts_sql(
    company: Company, definition: Definition, zone: str, since: datetime, until: datetime
) -> tuple[str, dict[str, Any]]:
    """Return a statement that reads the cohorts of the days between two moments, and its parameters."""
    measured = "(resolved_at IS NULL OR resolution_quality = 'exact')" if definition.id == RESOLUTION.id else "true"
    return _SELECT.format(event=definition.event_field, measured=measured), {
        "company": company.pk,
        "zone": zone,
        "counted": counted_exclusions(company),
        "edges": [float(edge) for edge in EDGES],
        "last_bin": BINS - 1,
        "definition": definition.id,
        "version": definition.version,
        "since": since,
        "until": until,
    }
