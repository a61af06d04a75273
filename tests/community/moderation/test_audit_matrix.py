"""Every act of moderators, admins and operators writes exactly one audit entry. New acts and forms fail until listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from django.contrib import admin as operators
from django.test import Client
from django.utils import timezone

from accounts.actions.suspend import suspend_member
from accounts.models import Membership
from community.audit.models import AuditEntry
from community.audit.operators import ReadOnlyAdmin
from community.events.models import Delivery, Event
from community.moderation import wording
from community.moderation.actions.appeal import appeal_decision
from community.moderation.actions.decide import record_decision
from community.moderation.acts import LENGTHS
from community.moderation.admin.acting import ActingAdmin
from community.moderation.site import company_admin
from community.moderation.urls import urlpatterns
from community.questions.actions.accept import accept_answer
from community.questions.actions.close import close_question
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.actions.topics import create_topic, set_archived
from community.questions.models import Topic
from rewards.earning.actions.prices import draft_prices
from rewards.earning.models import PriceList
from rewards.earning.pricing import Prices
from tests import factories
from tests.community.insights.promise import audit_cases as promises
from tests.community.insights.speed import audit_cases as speed
from tests.community.moderation.conftest import MANAGE, Thread
from tests.community.personalization.accountability import audit_cases as accountability
from tests.community.personalization.experiments import audit_cases as experiments
from tests.conftest import Cast
from tests.rewards.badges import audit_cases as badges
from tests.rewards.integrity import audit_cases as fairness
from tests.rewards.ledger import audit_cases as ledger
from tests.rewards.payouts import audit_cases as payouts
from tests.rewards.reputation import audit_cases as reputation

REASON = {"reason": "It advertises something"}
SUSPENSION = {**REASON, "length": "3d"}
SETTINGS = {
    "name": "Acme", "tagline": "We help each other", "slug": "acme", "colour": "#005f54", "languages": ["en"],
    "default_language": "en", "host": "", "is_open": "on",
}  # fmt: skip


class World:
    """What a case may act on, and who acts."""

    def __init__(self, cast: Cast, thread: Thread, browser_of: Callable[[Membership | None], Client]) -> None:
        self.cast, self.thread, self.browser_of = cast, thread, browser_of
        self.topic: Topic = factories.topic_of(cast.acme)

    def act(self, page: str, name: str, pk: int, words: dict[str, Any] | None = None, who: str = "ada") -> None:
        self.post(f"{MANAGE}/{page}/act/{name}/?ids={pk}", words, who)

    def post(self, address: str, words: dict[str, Any] | None = None, who: str = "ada") -> None:
        response = self.browser_of(getattr(self.cast, who)).post(address, words or {})
        assert response.status_code == 302, (response.status_code, response.content[:2000])

    def hide(self, post: Any) -> None:
        hide_post(moderator=self.cast.mona, post=post, reason="First")

    def draft(self) -> None:
        author = factories.make_member(self.cast.acme, role="admin")
        self.drafted = draft_prices(admin=author, prices=PriceList().prices)

    def suspend(self) -> None:
        suspend_member(moderator=self.cast.mona, member=self.cast.bob, for_time=LENGTHS["24h"], reason="First")

    def appeal(self) -> None:
        """Appeal against the hiding of a post that is shown by now: an upheld appeal finds nothing to undo."""
        record = record_decision(
            member=self.cast.bob,
            effect="post_hidden",
            target=("post", self.thread.answer.pk),
            rule="moderation",
            decided_by=self.cast.mona,
            reason="First",
        )
        self.appealed = appeal_decision(member=self.cast.bob, record_id=record.pk, text="It was the manual")

    def close(self) -> None:
        close_question(member=self.cast.alice, question=self.thread.question, reason="Not needed")


Case = tuple[Callable[[World], object], Callable[[World], object]]
NOTHING: Callable[[World], object] = lambda world: None  # noqa: E731  a name for "no preparation"


def on_posts(page: str, kind: str) -> dict[str, Case]:
    def row(world: World) -> Any:
        return getattr(world.thread, kind)

    return {
        f"{page}/hide": (NOTHING, lambda w: w.act(page, "hide", row(w).pk, REASON, "mona")),
        f"{page}/restore": (lambda w: w.hide(row(w).post), lambda w: w.act(page, "restore", row(w).pk, who="mona")),
    }


PROGRAM, PRICES = "earning/program", "earning/pricelist"
QUESTION = "questions/question"
MEMBER = "accounts/membership"
TOPIC = "questions/topic"
APPEAL = "moderation/appeal"
ACTS: dict[str, Case] = {
    **badges.ACTS,
    **reputation.ACTS,
    **payouts.ACTS,
    **ledger.ACTS,
    **fairness.ACTS,
    **experiments.ACTS,
    **on_posts(QUESTION, "question"),
    **on_posts("questions/answer", "answer"),
    **on_posts("questions/comment", "comment"),
    f"{QUESTION}/lock": (NOTHING, lambda w: w.act(QUESTION, "lock", w.thread.question.pk, who="mona")),
    f"{QUESTION}/unlock": (
        lambda w: set_locked(moderator=w.cast.mona, question=w.thread.question, locked=True),
        lambda w: w.act(QUESTION, "unlock", w.thread.question.pk, who="mona"),
    ),
    f"{QUESTION}/close": (NOTHING, lambda w: w.act(QUESTION, "close", w.thread.question.pk, REASON, "mona")),
    f"{QUESTION}/reopen": (World.close, lambda w: w.act(QUESTION, "reopen", w.thread.question.pk, who="mona")),
    f"{MEMBER}/suspend": (NOTHING, lambda w: w.act(MEMBER, "suspend", w.cast.bob.pk, SUSPENSION, "mona")),
    f"{MEMBER}/reinstate": (World.suspend, lambda w: w.act(MEMBER, "reinstate", w.cast.bob.pk, who="mona")),
    f"{MEMBER}/role": (
        NOTHING,
        lambda w: w.act(MEMBER, "role", w.cast.bob.pk, {"role": "moderator", "affiliation": "staff"}),
    ),
    f"{APPEAL}/uphold": (
        World.appeal,
        lambda w: w.act(APPEAL, "uphold", w.appealed.pk, {"answer": "You are right"}),
    ),
    f"{APPEAL}/reject": (World.appeal, lambda w: w.act(APPEAL, "reject", w.appealed.pk, {"answer": "Read it again"})),
    f"{PRICES}/activate": (
        World.draft,
        lambda w: w.act(PRICES, "activate", w.drafted.pk, {"digest": w.drafted.digest}),
    ),
    f"{PRICES}/discard": (World.draft, lambda w: w.act(PRICES, "discard", w.drafted.pk)),
    f"{TOPIC}/archive": (NOTHING, lambda w: w.act(TOPIC, "archive", w.topic.pk)),
    f"{TOPIC}/unarchive": (
        lambda w: set_archived(admin=w.cast.ada, topic=w.topic, archived=True),
        lambda w: w.act(TOPIC, "unarchive", w.topic.pk),
    ),
    f"{TOPIC}/remove": (
        lambda w: setattr(w, "empty", create_topic(admin=w.cast.ada, name="Empty")),
        lambda w: w.act(TOPIC, "remove", w.empty.pk),  # type: ignore[attr-defined]
    ),
}
PRICE_WORDS = {**{each.name: "7" for each in fields(Prices)}, "pays_moderators_choice": "on"}
PROGRAM_WORDS = {
    "is_running": "on", "currency": "EUR", "minor_units_per_point": "1", "maturation_days": "14", "clawback_floor": "0",
}  # fmt: skip
TOPIC_WORDS = {"name": "Roaming", "description": "", "parent": "", "position": "4"}
FORMS: dict[str, Case] = {
    **badges.FORMS,
    **speed.FORMS,
    **payouts.FORMS,
    **promises.FORMS,
    **fairness.FORMS,
    **experiments.FORMS,
    **accountability.FORMS,
    f"{TOPIC}/add": (NOTHING, lambda w: w.post(f"{MANAGE}/{TOPIC}/add/", TOPIC_WORDS)),
    f"{TOPIC}/change": (NOTHING, lambda w: w.post(f"{MANAGE}/{TOPIC}/{w.topic.pk}/change/", TOPIC_WORDS)),
    f"{TOPIC}/list": (
        NOTHING,
        lambda w: w.post(
            f"{MANAGE}/{TOPIC}/",
            {
                "form-TOTAL_FORMS": "1",
                "form-INITIAL_FORMS": "1",
                "form-0-id": w.topic.pk,
                "form-0-position": "9",
                "_save": "Save",
            },
        ),
    ),
    f"{PROGRAM}/add": (NOTHING, lambda w: w.post(f"{MANAGE}/{PROGRAM}/add/", PROGRAM_WORDS)),
    f"{PROGRAM}/change": (
        World.draft,
        lambda w: w.post(f"{MANAGE}/{PROGRAM}/{w.cast.acme.pk}/change/", PROGRAM_WORDS),
    ),
    f"{PRICES}/add": (NOTHING, lambda w: w.post(f"{MANAGE}/{PRICES}/add/", PRICE_WORDS)),
    f"{PRICES}/change": (World.draft, lambda w: w.post(f"{MANAGE}/{PRICES}/{w.drafted.pk}/change/", PRICE_WORDS)),
    "accounts/company/change": (
        NOTHING,
        lambda w: w.post(f"{MANAGE}/accounts/company/{w.cast.acme.pk}/change/", SETTINGS),
    ),
}
TOOLS: dict[str, Case] = {
    "hide": (NOTHING, lambda w: w.post(f"/c/acme/moderate/posts/{w.thread.answer.pk}/hide/", REASON, "mona")),
    "restore": (
        lambda w: w.hide(w.thread.answer.post),
        lambda w: w.post(f"/c/acme/moderate/posts/{w.thread.answer.pk}/restore/", who="mona"),
    ),
    "lock": (NOTHING, lambda w: w.post(f"/c/acme/moderate/questions/{w.thread.question.pk}/lock/", who="mona")),
    "unlock": (
        lambda w: set_locked(moderator=w.cast.mona, question=w.thread.question, locked=True),
        lambda w: w.post(f"/c/acme/moderate/questions/{w.thread.question.pk}/unlock/", who="mona"),
    ),
    "suspend": (NOTHING, lambda w: w.post(f"/c/acme/moderate/members/{w.cast.bob.pk}/suspend/", SUSPENSION, "mona")),
    "reinstate": (
        World.suspend,
        lambda w: w.post(f"/c/acme/moderate/members/{w.cast.bob.pk}/reinstate/", who="mona"),
    ),
}
# The question's own page, where moderators may do what askers and authors do.
PAGE: dict[str, Case] = {
    **badges.PAGES,
    **payouts.PAGES,
    **speed.PAGES,
    "close": (NOTHING, lambda w: w.post(f"/c/acme/q/{w.thread.question.pk}/close/", REASON, "mona")),
    "reopen": (World.close, lambda w: w.post(f"/c/acme/q/{w.thread.question.pk}/reopen/", who="mona")),
    "reopen a solved one": (
        lambda w: accept_answer(member=w.cast.alice, answer=w.thread.answer),
        lambda w: w.post(f"/c/acme/q/{w.thread.question.pk}/reopen/", who="mona"),
    ),
    "accept": (NOTHING, lambda w: w.post(f"/c/acme/answers/{w.thread.answer.pk}/accept/", who="mona")),
    "withdraw": (
        lambda w: accept_answer(member=w.cast.alice, answer=w.thread.answer),
        lambda w: w.post(f"/c/acme/answers/{w.thread.answer.pk}/withdraw/", who="mona"),
    ),
    "hide the accepted answer": (
        lambda w: accept_answer(member=w.cast.alice, answer=w.thread.answer),
        lambda w: w.hide(w.thread.answer.post),
    ),
    "edit": (
        NOTHING,
        lambda w: w.post(
            f"/c/acme/posts/{w.thread.answer.pk}/edit/",
            {"body": "Open the settings and switch roaming on.", "version": "1", "purpose": "attempt"},
            "mona",
        ),
    ),
}
CASES = {
    **{f"act {name}": case for name, case in ACTS.items()},
    **{f"form {name}": case for name, case in FORMS.items()},
    **{f"tool {name}": case for name, case in TOOLS.items()},
    **{f"page {name}": case for name, case in PAGE.items()},
}


@pytest.mark.parametrize("name", CASES)
def test_it_writes_exactly_one_entry(cast, thread, browser_of, name):
    world = World(cast, thread, browser_of)
    prepare, do = CASES[name]
    prepare(world)
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    do(world)
    [entry] = AuditEntry.objects.exclude(pk__in=before)
    assert entry.company == cast.acme.key and entry.member and entry.person
    assert entry.action in wording.ACTIONS and entry.target_kind in wording.TARGETS
    assert entry.before != entry.after


def test_every_act_of_the_companys_admin_is_listed():
    acts = {
        f"{model._meta.app_label}/{model._meta.model_name}/{act.name}"
        for model, page in company_admin._registry.items()
        if isinstance(page, ActingAdmin)
        for act in page.acts
    }
    assert acts == set(ACTS)


def test_every_form_of_the_companys_admin_is_listed():
    forms = {
        f"{model._meta.app_label}/{model._meta.model_name}/{form}"
        for model, page in company_admin._registry.items()
        for form, there in (("add", page.addable), ("change", page.editable), ("list", bool(page.list_editable)))
        if there
    }
    assert forms == set(FORMS)


def test_every_tool_beside_a_post_is_listed():
    assert {pattern.name for pattern in urlpatterns} == set(TOOLS)


def test_operators_change_nothing_but_what_the_tests_of_their_admin_cover():
    writable = {
        model._meta.label for model, page in operators.site._registry.items() if not isinstance(page, ReadOnlyAdmin)
    }
    assert writable == {"accounts.Person", "accounts.Membership"}


@pytest.mark.parametrize("name", CASES)
def test_it_is_undone_with_its_entry_when_the_transaction_fails(cast, thread, browser_of, monkeypatch, name):
    """An act that cannot be audited does not happen."""
    world = World(cast, thread, browser_of)
    prepare, do = CASES[name]
    prepare(world)
    events = Event.objects.count()

    def refuse(**entry: Any) -> None:
        raise RuntimeError("no entry")

    monkeypatch.setattr("accounts.audit.record_audit", refuse)
    with pytest.raises(RuntimeError, match="no entry"):
        do(world)
    assert Event.objects.count() == events


def _stuck_receipt() -> Delivery:
    now = timezone.now()
    event = Event.objects.create(
        company="1", stream="lamp:1", stream_seq=1, type="lamp.lit", occurred_at=now, recorded_at=now
    )
    return Delivery.objects.create(
        event=event, follower="lamp", company="1", stream="lamp:1", stream_seq=1, state="stuck", not_before=now
    )


@pytest.mark.parametrize(("action", "state"), [("redeliver_selected", "open"), ("skip_selected", "skipped")])
def test_deciding_about_receipts_writes_exactly_one_entry(db, action, state):
    receipt, operator = _stuck_receipt(), factories.make_person(is_superuser=True)
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    words = {"action": action, "_selected_action": [receipt.pk], "index": "0"}
    for _time in range(2):
        browser.post("/admin/events/delivery/", words)
    entry = AuditEntry.objects.get()
    assert (entry.person, entry.after) == (str(operator.pk), {"state": state, "receipts": [receipt.pk]})


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_what_askers_do_with_their_own_question_is_nobodys_business(cast, browser_of, who):
    asker = getattr(cast, who)
    question = factories.ask(asker)
    browser_of(asker).post(f"/c/acme/q/{question.pk}/close/", {"reason": "Found it"})
    question.refresh_from_db()
    assert question.state == "closed" and not AuditEntry.objects.exists()
