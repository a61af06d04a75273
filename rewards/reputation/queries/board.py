"""Who has helped most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db import connection

from accounts.models import Company, Membership
from community import clock
from community.questions.models import Topic

# How many days each board looks back, today included; None for all time.
PERIODS: dict[str, int | None] = {"week": 7, "month": 30, "all": None}

_OF_ALL_TIME = """
    SELECT member_id, helped, solved FROM reputation_score WHERE company_id = %(company)s AND helped > 0
"""
_OF_DAYS = """
    SELECT member_id, sum(helped) AS helped, sum(solved) AS solved FROM reputation_dayscore
    WHERE company_id = %(company)s AND {topic} AND {days} GROUP BY member_id HAVING sum(helped) > 0
"""
# People with as many points share a place, and the next place follows without a gap. Within a place the order stays.
_RANKED = """
    SELECT * FROM (
        SELECT member.*, sums.helped, sums.solved, dense_rank() OVER (ORDER BY sums.helped DESC) AS place,
            row_number() OVER (ORDER BY sums.helped DESC, sums.solved DESC, member.id) AS number
        FROM ({sums}) AS sums
        JOIN accounts_membership AS member ON member.id = sums.member_id
        LEFT JOIN reputation_leaderboardchoice AS choice ON choice.member_id = member.id
        WHERE member.affiliation <> 'staff' AND member.kind NOT IN ('service', 'former')
            AND (member.suspended_until IS NULL OR member.suspended_until <= %(now)s)
            AND coalesce(choice.is_listed, true)
    ) AS ranked
    WHERE number <= %(limit)s OR id = %(own)s ORDER BY number
"""
_WAITS = """
    SELECT post.author_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY post.created_at - question.asked_at)
    FROM questions_post AS post
    JOIN questions_answer AS answer ON answer.post_id = post.id AND answer.is_substantive
    JOIN questions_question AS question
        ON question.post_id = answer.question_id AND question.first_answered_at = post.created_at
    WHERE post.company_id = %(company)s AND post.kind = 'answer' AND post.author_id = ANY(%(members)s)
        AND (%(since)s::date IS NULL OR post.created_at >= %(since)s)
        AND (%(topic)s::bigint IS NULL OR question.topic_id = %(topic)s)
    GROUP BY post.author_id
"""


@dataclass(frozen=True)
class BoardRow:
    """One place on a board. `first_answer` is the median wait of those whom the member answered first, if any."""

    place: int
    member: Membership
    helped: int
    solved: int
    first_answer: timedelta | None = None

    @property
    def values(self) -> tuple[object, ...]:
        """Return all that a short list shows of it, for templates to keep it by."""
        return self.place, self.member.pk, self.member.display_name, self.helped, self.solved


def board(
    company: Company, *, period: str, topic: Topic | None = None, own: int | None = None, limit: int = 25
) -> list[BoardRow]:
    """Return the first places of the period, and the member `own`'s wherever it is. One query.

    Not listed are staff of the company, services, members who are suspended now, and who does not want to be.
    """
    days = PERIODS[period]
    given = {
        "company": company.pk,
        "topic": topic.pk if topic else None,
        "since": _since(days),
        "now": clock.now(),
        "limit": limit,
        "own": own or 0,
    }
    sums = _OF_ALL_TIME
    if topic is not None or days is not None:
        sums = _OF_DAYS.format(
            topic="topic_id = %(topic)s" if topic else "topic_id IS NULL",
            days="day >= %(since)s" if days else "true",
        )
    # Typed by hand: rows of a raw query have columns that the model does not know.
    rows: Any = Membership.objects.raw(_RANKED.format(sums=sums), given)
    return [BoardRow(row.place, row, row.helped, row.solved) for row in rows]


def with_waits(
    company: Company, rows: Sequence[BoardRow], *, period: str, topic: Topic | None = None
) -> list[BoardRow]:
    """Return the rows with how long people waited whom each member answered first in the period. One query."""
    given = {
        "company": company.pk,
        "members": [row.member.pk for row in rows],
        "since": _since(PERIODS[period]),
        "topic": topic.pk if topic else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, given)
        waits = dict(cursor.fetchall())
    return [BoardRow(row.place, row.member, row.helped, row.solved, waits.get(row.member.pk)) for row in rows]


def _since(days: int | None) -> Any:
    """Return the first day that counts; None for all."""
    return clock.now().astimezone(UTC).date() - timedelta(days=days - 1) if days else None
