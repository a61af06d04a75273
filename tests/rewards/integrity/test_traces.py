"""What is remembered of where members act: little, scrambled, for thirty days, and only where rewards run."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from community import clock
from rewards.earning.models import Program
from rewards.integrity.models import Trace
from rewards.integrity.privacy import Fairness
from rewards.integrity.tasks import purge
from tests import factories
from tests.rewards.integrity.conftest import HERE, LAPTOP, PHONE, act_from


@pytest.fixture
def bob(paying, browser_of):
    return browser_of(paying.bob)


def ask(browser, company) -> None:
    words = {
        "title": "Why does it not start?",
        "body": "I tried the steps on the help page, twice, and nothing happened.",
        "topic": factories.topic_of(company).pk,
        "submission": uuid4(),
    }
    assert browser.post("/c/acme/ask/", words, REMOTE_ADDR=HERE, HTTP_USER_AGENT=PHONE).status_code == 302


def test_asking_leaves_one_trace_a_day_that_names_no_address(paying, bob):
    ask(bob, paying.acme)
    ask(bob, paying.acme)
    trace = Trace.objects.get()
    assert trace.member == paying.bob
    assert HERE not in trace.address_key and PHONE not in trace.device_key


def test_reading_and_choosing_leaves_none(paying, bob):
    bob.get("/c/acme/", REMOTE_ADDR=HERE)
    bob.post("/c/acme/inbox/read/", REMOTE_ADDR=HERE)
    assert not Trace.objects.exists()


@pytest.mark.parametrize("act", ["posts/{post}/edit/", "posts/{post}/comment/", "q/{post}/me-too/"])
def test_other_acts_leave_none(paying, bob, act):
    question = factories.ask(paying.bob if "edit" in act else paying.alice)
    words = {
        "title": "Why does it not start at all?",
        "body": "I tried the steps on the help page, twice, and nothing happened.",
        "topic": question.topic_id,
        "version": question.post.version,
        "submission": uuid4(),
    }
    response = bob.post(f"/c/acme/{act.format(post=question.pk)}", words, REMOTE_ADDR=HERE)
    assert response.status_code == 302 and not Trace.objects.exists()


def test_where_no_rewards_run_nothing_is_kept(paying, bob):
    Program.objects.update(is_running=False)
    ask(bob, paying.acme)
    assert not Trace.objects.exists()


def test_one_address_has_other_keys_in_another_company(paying):
    Program.objects.create(company=paying.bolt, is_running=True)
    act_from(paying.bob)
    act_from(paying.charlie)
    assert Trace.objects.values("address_key").distinct().count() == 2


def test_two_browsers_of_one_address_share_its_key(paying):
    act_from(paying.bob, HERE, PHONE)
    act_from(paying.bob, HERE, LAPTOP)
    assert Trace.objects.count() == 2 and Trace.objects.values("address_key").distinct().count() == 1


def test_after_thirty_days_they_are_gone(paying):
    act_from(paying.bob)
    with clock.moved(timedelta(days=29)):
        assert purge() == 0
    with clock.moved(timedelta(days=30)):
        assert purge() == 1


def test_the_database_keeps_one_a_day(paying):
    act_from(paying.bob)
    trace = Trace.objects.get()
    trace.pk = None
    with pytest.raises(IntegrityError, match="one_trace_a_day"), transaction.atomic():
        trace.save(force_insert=True)
    with pytest.raises(IntegrityError, match="trace_has_keys"), transaction.atomic():
        Trace.objects.update(device_key="")


def test_a_member_gets_days_and_cases_and_leaves_no_trace(held, cast):
    holder = Fairness()
    said = holder.export(cast.bob.pk)
    assert said["days with traces"] and said["cases"][0]["part"] == "earned"
    assert str(cast.alice.pk) not in str(said["cases"])
    for _time in range(2):
        holder.erase(cast.bob.pk)
    assert not Trace.objects.filter(member=cast.bob).exists()


@pytest.mark.parametrize("percent", [0, 101])
def test_the_database_keeps_thresholds_sane(paying, percent):
    from rewards.integrity.models import IntegrityRules

    with pytest.raises(IntegrityError, match="share_is_a_percentage"), transaction.atomic():
        IntegrityRules.objects.create(company=paying.acme, share_percent=percent)
    with pytest.raises(IntegrityError, match="rules_ask_for_something"), transaction.atomic():
        IntegrityRules.objects.create(company=paying.acme, signals_to_hold=0)
