"""Filling an empty embedded stack with two small communities to try things in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Company
from community import clock
from community.demo.consents import give_consents
from community.demo.consistency import load_all
from community.demo.content import CompanyContent
from community.demo.people import make_scene, past_of
from community.demo.promises import make_promises
from community.demo.replay import Replay
from community.demo.rewards import open_rewards
from community.events.models import Event
from community.events.record import record_past
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.expectation.actions.compute import compute_expected_times
from community.insights.speed.models import SpeedPage
from community.insights.speed.queries.public import remember_all
from community.personalization.accountability.actions.audit import audit_if_due
from community.personalization.accountability.actions.measure_worth import measure_worth
from community.personalization.accountability.actions.roll_up import roll_up
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.search.actions.reindex import reindex
from rewards.badges.actions.award import award_everything
from rewards.reputation.actions.rebuild import rebuild_reputation


class DemoRefused(Exception):
    """Raised where the demo has no business; the sentence says why."""


@dataclass(frozen=True)
class Seeded:
    """What a seeding made: the names of the new companies and how many questions they have."""

    companies: tuple[str, ...]
    questions: int


def seed_demo() -> Seeded:
    """Make the demo's companies that do not exist yet, each with its whole past, all of them or none.

    People get logins with verified addresses, and everything can be searched. Events are recorded with their original
    times as seeds, without receipts, so nobody is notified; the audit log stays empty, as no
    moderator did anything. A company that exists, whoever made it, is left alone.
    Raises DemoRefused on real servers and ContentError when the content files are wrong.
    """
    if settings.EMBEDDED is None:
        raise DemoRefused(
            _("The demo is for the embedded stack only. DATABASE_URL is set: this database may belong to real people.")
        )
    now = clock.now()
    with transaction.atomic():
        missing = [content for content in load_all() if not Company.objects.filter(slug=content.slug).exists()]
        for content in missing:
            _seed_company(content, now)
    return Seeded(
        companies=tuple(content.name for content in missing),
        questions=sum(len(content.questions) for content in missing),
    )


def _seed_company(content: CompanyContent, now: datetime) -> None:
    scene = make_scene(content, now)
    past = [*past_of(scene, content, now), *make_promises(scene, now), *give_consents(scene)]
    for question in sorted(content.questions, key=lambda asked: asked.asked.moment(now)):
        _question, of_question = Replay(scene, question, now).run()
        past += of_question
    # The sort keeps the order of events of one moment, and with it the order within every stream.
    record_past(sorted(past, key=lambda event: event.occurred_at), source=Event.Source.SEED)
    open_rewards(scene, now)
    reindex(scene.company)
    rebuild_reputation(scene.company, source=Event.Source.SEED)
    award_everything(scene.company, source=Event.Source.SEED)
    rebuild_insights(scene.company)
    rebuild_memory(scene.company)
    # What the hour, the night and the month would bring, so that no page about the learning is empty.
    roll_up(scene.company)
    measure_worth(scene.company)
    audit_if_due(scene.company)
    SpeedPage.objects.create(company=scene.company, is_public=True)
    transaction.on_commit(remember_all)
    compute_expected_times(scene.company)
