"""Badges are given for what was done, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import Membership
from community import clock
from community.events.models import Event
from community.notifications.models import Notification
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.vote import vote_on
from rewards.badges.actions.award import award_by_rule, award_earned, award_everything
from rewards.badges.actions.defaults import make_default_badges
from rewards.badges.actions.give import give
from rewards.badges.models import Badge, BadgeAward
from rewards.badges.rules import Metric, Period, Rule
from rewards.badges.tasks import begin_everywhere
from tests import factories
from tests.races import race
from tests.rewards.badges.conftest import badge_of


def add(cast, slug: str, rule: Rule, **fields) -> Badge:
    return Badge.objects.create(company=cast.acme, slug=slug, name=slug.title(), rule=rule.as_json(), **fields)


def test_the_first_solution_is_a_badge_and_the_member_hears_of_it(begun, deliver_all, badges_of):
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    assert badges_of(begun.bob) == ["first-solution"]
    assert badges_of(begun.alice) == []
    told = Notification.objects.filter(recipient=begun.bob, kind="badge_awarded")
    assert [(each.url_name, each.url_args) for each in told] == [("badges:badge", ["first-solution"])]


def test_a_second_solution_tells_nothing_new(begun, deliver_all):
    for _ in range(2):
        factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    assert BadgeAward.objects.filter(member=begun.bob).count() == 1
    assert Event.objects.filter(type="badge.awarded").count() == 1


def test_what_was_earned_stays(begun, deliver_all, badges_of):
    question = factories.ask(begun.alice)
    factories.solve(question, begun.bob)
    deliver_all()
    withdraw_acceptance(member=begun.alice, question=question)
    deliver_all()
    assert badges_of(begun.bob) == ["first-solution"]


def test_helpful_votes_add_up(begun, deliver_all, badges_of):
    for _ in range(2):
        found = factories.answer(begun.bob, factories.ask(begun.alice))
        for _ in range(5):
            vote_on(voter=factories.make_member(begun.acme), answer=found, value=1)
    deliver_all()
    assert badges_of(begun.bob) == ["appreciated"]


def test_a_rescuer_solves_what_waited_for_a_month(begun, deliver_all, badges_of):
    question = factories.ask(begun.alice)
    with clock.moved(timedelta(days=31)):
        factories.solve(question, begun.bob)
        deliver_all()
    assert "rescuer" in badges_of(begun.bob)


def test_nobody_rescues_what_somebody_else_had_solved(begun, deliver_all, badges_of):
    question = factories.ask(begun.alice)
    factories.solve(question, begun.mona)
    with clock.moved(timedelta(days=31)):
        factories.solve(question, begun.bob)
        deliver_all()
    assert "rescuer" not in badges_of(begun.bob)


def test_a_rescue_that_was_accepted_twice_is_one(begun, deliver_all, badges_of):
    question = factories.ask(begun.alice)
    with clock.moved(timedelta(days=31)):
        found = factories.solve(question, begun.bob)
        withdraw_acceptance(member=begun.alice, question=question)
    with clock.moved(timedelta(days=32)):
        accept_answer(member=begun.alice, answer=found)
        deliver_all()
    assert "rescuer" in badges_of(begun.bob)


def test_two_answers_to_one_newcomer_welcome_one(cast, badges_of):
    badge = add(cast, "welcome", Rule(Metric.WELCOMED, 2))
    question = factories.ask(cast.alice)
    for _ in range(2):
        factories.answer(cast.bob, question)
    assert award_by_rule(badge) == []
    factories.answer(cast.bob, factories.ask(cast.mona))
    assert len(award_by_rule(badge)) == 1


def test_a_yearly_badge_can_be_earned_every_year(begun, deliver_all, badges_of):
    add(begun, "busy", Rule(Metric.ANSWERS, 2, Period.YEAR))
    for year, times in ((2026, 3), (2027, 1), (2028, 2)):
        with clock.frozen_at(datetime(year, 6, 1, tzinfo=UTC)):
            for _ in range(times):
                factories.answer(begun.bob, factories.ask(begun.alice))
            deliver_all()
    with clock.frozen_at(datetime(2028, 6, 2, tzinfo=UTC)):
        deliver_all()
    assert [each for each in badges_of(begun.bob) if "busy" in each] == ["busy 2026", "busy 2028"]
    assert "Helper of 2026" in [
        award.title
        for award in [BadgeAward(badge=badge_of(begun, "helper-of-the-year"), period="2026", awarded_at=clock.now())]
    ]


def test_a_rule_can_be_about_one_topic(begun, deliver_all, badges_of):
    topic = factories.make_topic(begun.acme, "Roaming")
    add(begun, "traveller", Rule(Metric.ACCEPTED, 1, topic=topic.pk))
    factories.solve(factories.ask(begun.alice), begun.bob)
    factories.solve(factories.ask(begun.alice, topic=topic), begun.mona)
    deliver_all()
    assert "traveller" not in badges_of(begun.bob)
    assert "traveller" in badges_of(begun.mona)


@pytest.mark.parametrize(
    ("metric", "who"),
    [
        (Metric.ASKED, {"Alice"}),
        (Metric.ANSWERS, {"Bob", "Mona"}),
        (Metric.QUICK, {"Bob"}),
        (Metric.WELCOMED, {"Bob", "Mona"}),
        (Metric.ACCEPTED, {"Bob"}),
        (Metric.HELPFUL, {"Mona"}),
        (Metric.BEST, {"Mona"}),
        (Metric.RESCUES, set()),
    ],
)
def test_each_metric_counts_what_it_says(cast, deliver_all, metric, who):
    add(cast, "counted", Rule(metric, 1))
    question = factories.ask(cast.alice)
    factories.solve(question, cast.bob)
    with clock.moved(timedelta(seconds=1)):
        vote_on(voter=cast.ada, answer=factories.answer(cast.mona, question), value=1)
        deliver_all()
    names = BadgeAward.objects.filter(badge__slug="counted").values_list("member__display_name", flat=True)
    assert set(names) == who


def test_an_inactive_badge_is_not_given(begun, deliver_all, badges_of):
    Badge.objects.update(is_active=False)
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    assert badges_of(begun.bob) == []


def test_the_past_earns_badges_and_tells_nobody(cast, deliver_all, badges_of):
    factories.solve(factories.ask(cast.alice), cast.bob)
    assert award_everything(cast.acme) == 1
    assert award_everything(cast.acme) == 0
    assert badges_of(cast.bob) == ["first-solution"]
    deliver_all()
    assert not Notification.objects.filter(kind="badge_awarded").exists()
    assert Event.objects.get(type="badge.awarded").source == "import"


def test_services_and_people_who_left_get_none(cast, badges_of):
    add(cast, "asker", Rule(Metric.ASKED, 1))
    for kind in ("service", "former"):
        member = factories.make_member(cast.acme)
        factories.ask(member)
        Membership.objects.filter(pk=member.pk).update(kind=kind)
    assert award_everything(cast.acme) == 0


def test_a_new_company_gets_its_badges_within_the_hour(cast):
    assert begin_everywhere() == 2
    assert begin_everywhere() == 0
    assert Badge.objects.filter(company=cast.bolt).count() == 10


def test_an_older_company_gets_the_default_badges_it_lacks(begun, badges_of):
    factories.solve(factories.ask(begun.alice), begun.bob)
    make_default_badges(begun.bolt.pk)
    Badge.objects.filter(company=begun.acme, slug="first-solution").delete()
    Badge.objects.filter(company=begun.acme, slug="pillar").update(is_active=False)
    assert begin_everywhere() == 1
    assert badges_of(begun.bob) == ["first-solution"]
    assert not badge_of(begun, "pillar").is_active


def test_the_command_names_what_it_does(cast, capsys):
    call_command("rebuild_badges", "--company", "acme")
    assert "acme: 0 badges given" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no company"):
        call_command("rebuild_badges", "--company", "nobody")


def test_a_check_finds_what_is_missing_and_gives_nothing(begun, badges_of, capsys):
    factories.solve(factories.ask(begun.alice), begun.bob)
    begin_everywhere()
    call_command("rebuild_badges", "--company", "acme")
    BadgeAward.objects.filter(member=begun.bob).delete()
    with pytest.raises(SystemExit) as left:
        call_command("rebuild_badges", "--company", "acme", "--check")
    said = capsys.readouterr().out
    assert left.value.code == 1 and f"acme: member {begun.bob.pk}: the badge first-solution is missing" in said
    assert badges_of(begun.bob) == []
    call_command("rebuild_badges")
    call_command("rebuild_badges", "--check")
    assert capsys.readouterr().out.endswith("Nothing differs.\n")


def test_an_expiring_badge_ends(begun):
    badge = add(begun, "fresh", Rule(Metric.ASKED, 1), valid_days=48)
    with transaction.atomic():
        give(badge, [(begun.alice.pk, "")])
    award = BadgeAward.objects.get(badge=badge)
    assert award.holds(clock.now())
    assert not award.holds(clock.now() + timedelta(days=49))


def test_nobody_has_a_badge_twice(begun, deliver_all):
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    award = BadgeAward.objects.get()
    award.pk = None
    with pytest.raises(IntegrityError, match="badge_awarded_once"):
        award.save(force_insert=True)


def test_taking_back_needs_words_in_the_database_too(begun, deliver_all):
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    with pytest.raises(IntegrityError, match="revoked_awards_say_why"):
        BadgeAward.objects.update(revoked_at=clock.now())


@pytest.mark.django_db(transaction=True)
def test_however_many_workers_give_it_it_is_given_once(begun):
    factories.solve(factories.ask(begun.alice), begun.bob)

    def award(number: int) -> int:
        return len(award_earned(company_id=begun.acme.pk, member_id=begun.bob.pk, metrics=[Metric.ACCEPTED]))

    assert race(8, award) == {"1": 1, "0": 7}
    assert BadgeAward.objects.count() == 1
    assert Event.objects.filter(type="badge.awarded").count() == 1
