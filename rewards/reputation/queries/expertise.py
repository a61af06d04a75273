"""What members know about: how likely their answers in a topic are accepted (the formula is in quality.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import Company
from community import clock
from community.questions.models import Topic
from rewards.reputation.quality import HALF_LIFE_DAYS, PRIOR_RATE, knowledge

_WEIGHTS = """
    SELECT post.author_id, topic.id, topic.slug, topic.name, count(*),
        count(*) FILTER (WHERE accepted.is_so),
        sum(power(0.5, extract(epoch FROM %(now)s - post.created_at) / (86400.0 * %(half_life)s))),
        coalesce(sum(power(0.5, extract(epoch FROM %(now)s - post.created_at) / (86400.0 * %(half_life)s)))
            FILTER (WHERE accepted.is_so), 0)
    FROM questions_post AS post
    JOIN questions_answer AS answer ON answer.post_id = post.id AND answer.is_substantive
    JOIN questions_question AS question ON question.post_id = answer.question_id
    JOIN questions_post AS asked ON asked.id = question.post_id AND asked.visibility = 'visible'
    JOIN questions_topic AS topic ON topic.id = question.topic_id
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM questions_acceptance WHERE answer_id = answer.post_id AND revoked_at IS NULL
        ) AS is_so
    ) AS accepted
    WHERE post.company_id = %(company)s AND post.kind = 'answer' AND post.author_id = ANY(%(members)s)
        AND (%(topic)s::bigint IS NULL OR topic.id = %(topic)s)
    GROUP BY post.author_id, topic.id
"""


@dataclass(frozen=True)
class Expertise:
    """What one member has shown in one topic; `score` is the expected rate of acceptance, between 0 and 1."""

    member_id: int
    topic_slug: str
    topic_name: str
    answers: int
    solved: int
    score: float

    @property
    def is_known(self) -> bool:
        """Return whether it is worth saying: something was solved, and more than somebody new would."""
        return self.solved > 0 and self.score > PRIOR_RATE


def expertise_of(company: Company, members: Sequence[int], topic: Topic | None = None) -> list[Expertise]:
    """Return the members' expertise in each topic in which they answered, or in one; best first. One query."""
    given: dict[str, Any] = {
        "now": clock.now(),
        "half_life": HALF_LIFE_DAYS,
        "company": company.pk,
        "members": list(members),
        "topic": topic.pk if topic else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEIGHTS, given)
        rows = cursor.fetchall()
    found = [
        Expertise(member, slug, name, answers, solved, knowledge(float(accepted_weight), float(weight)))
        for member, _topic, slug, name, answers, solved, weight, accepted_weight in rows
    ]
    return sorted(found, key=lambda each: (-each.score, -each.solved, each.topic_slug, each.member_id))
