"""One of everything in Bolt, with the secret word in every text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.purposes import Purpose
from community.insights.speed.actions.publish import set_public
from community.moderation.actions.appeal import appeal_decision
from community.moderation.actions.decide import record_decision
from community.notifications.models import Notification
from community.personalization.feed.actions.choose import switch_reason
from community.personalization.memory.actions.not_me import Signal, say_not_me
from community.questions.models import Post, Topic
from community.text.names import skeleton
from rewards.badges.models import Badge, BadgeAward
from rewards.earning.actions.prices import activate_prices, draft_prices
from rewards.earning.actions.program import ProgramSettings, change_program
from rewards.earning.models import PriceList, Program
from tests import factories
from tests.architecture.bolts_accountability import accountability_of
from tests.architecture.bolts_experiments import experiment_of
from tests.architecture.bolts_fairness import fairness_of
from tests.architecture.bolts_payouts import payouts_of
from tests.architecture.bolts_promise import broken_for, promise_of
from tests.architecture.bolts_routing import offered_to
from tests.architecture.bolts_speed import speed_of
from tests.kept import keep_with

SECRET = "zanzibarium"


def everything_of(cast: Any, deliver_all: Callable[[], int]) -> dict[str, Any]:
    """Make Bolt's rows, or put them back, and return one of each kind by name."""
    return keep_with(cast, "everything of Bolt", lambda: _make_everything(cast, deliver_all))


def _make_everything(cast: Any, deliver_all: Callable[[], int]) -> dict[str, Any]:
    charlie = cast.charlie
    charlie.display_name, charlie.name_key = f"Charlie {SECRET}", skeleton(f"Charlie {SECRET}")
    charlie.save()
    topic = Topic.objects.create(company=cast.bolt, slug="bolt-only", name=f"Topic {SECRET}")
    helper = factories.make_member(cast.bolt, f"Dora {SECRET}")
    factories.consent(charlie, *Purpose)
    switch_reason(member=charlie, reason="hour", on=False)
    say_not_me(member=charlie, signals=[Signal("topic", str(topic.pk))])
    program, prices = _rewards_of(cast.bolt)
    words = f"My {SECRET} does not start, whatever I do with it."
    boss = factories.make_member(cast.bolt, "Boss", role="admin")
    promise = promise_of(boss, SECRET)
    question = factories.ask(charlie, f"Why is my {SECRET} broken?", words, tags=["bolt only tag"], topic=topic)
    found = factories.solve(question, helper)
    remark = factories.comment(charlie, question, f"The {SECRET} is red.", on=found)
    hidden = factories.ask(charlie, f"A hidden {SECRET}?", words, topic=topic)
    Post.objects.filter(pk=hidden.pk).update(visibility="hidden", visibility_reason=SECRET)
    broken_for(question, promise["promise"], helper)
    decision = record_decision(
        member=charlie,
        effect="post_hidden",
        target=("post", hidden.pk),
        rule="moderation",
        decided_by=boss,
        reason=SECRET,
    )
    appeal = appeal_decision(member=charlie, record_id=decision.pk, text=f"My {SECRET} is fine.")
    badge = Badge.objects.create(company=cast.bolt, slug="of-bolt", name=f"Badge {SECRET}", description=SECRET)
    award = BadgeAward.objects.create(company=cast.bolt, badge=badge, member=charlie, reason=SECRET)
    payouts = payouts_of(helper, boss, SECRET)
    fairness = fairness_of(helper, charlie, boss, SECRET)
    speed = speed_of(question, helper, boss, SECRET)
    accountability = accountability_of(boss, SECRET)
    experiment = experiment_of(boss, SECRET)
    offer = offered_to(helper, question, boss)
    deliver_all()
    return {
        **experiment,
        **offer,
        **payouts,
        **fairness,
        **promise,
        **speed,
        **accountability,
        "question": question,
        "slug": "why-is-it-broken",
        "answer": found,
        "comment": remark,
        "post": question.post,
        "hidden": hidden,
        "topic": topic,
        "tag": question.tags.get(),
        "member": charlie,
        "notification": Notification.objects.filter(company=cast.bolt).first(),
        "decision": decision,
        "appeal": appeal,
        "badge": badge,
        "award": award,
        "company": cast.bolt,
        "speed_page": set_public(admin=boss, is_public=True),
        "program": program,
        "price_list": prices,
    }


def _rewards_of(bolt: Any) -> tuple[Program, PriceList]:
    """Let Bolt pay for answers."""
    otto, ida = (factories.make_member(bolt, name, role="admin") for name in ("Otto", "Ida"))
    settings = ProgramSettings(
        is_running=True, currency="GBP", minor_units_per_point=1, maturation_days=14, clawback_floor=0
    )
    program = change_program(admin=otto, wanted=settings)
    prices = draft_prices(
        admin=otto, prices=PriceList(monthly_pot=10_000, first_answer=5, helpful_vote=2, reuse=4, make_good=50).prices
    )
    return program, activate_prices(admin=ida, draft=prices)
