"""Moving the clock of a community."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership
from community import clock
from community.personalization.accountability.models import Audit, Velocity
from rewards.earning.models import Earning
from tests import factories
from tests.rewards.earning.conftest import settle_in


@pytest.fixture
def own_clock(settings, tmp_path, monkeypatch):
    """Give the test a file for the clock, read anew each time."""
    settings.CLOCK_FILE = tmp_path / "clock"
    monkeypatch.setattr(clock, "_RECHECK_SECONDS", 0.0)
    monkeypatch.setattr(clock, "_file_shift", timedelta())
    return tmp_path / "clock"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "passed"), [("15d", timedelta(days=15)), ("6h", timedelta(hours=6)), ("1w", timedelta(7))]
)
def test_time_passes(own_clock, by, passed, capsys):
    before = clock.now()
    call_command("move_clock", by)
    assert passed <= clock.now() - before < passed + timedelta(minutes=1)
    said = capsys.readouterr().out
    assert "In the community it is" in said
    assert "Nothing was due." in said


def test_what_is_due_by_then_happens_at_once(own_clock, cast, deliver_all, capsys):
    for _ in range(2):
        factories.ask(cast.alice)
    deliver_all()
    call_command("move_clock", "3d")
    assert "trust levels changed: 1" in capsys.readouterr().out
    assert Membership.objects.get(pk=cast.alice.pk).trust_level == 1


def test_points_vest_at_once(own_clock, cast, deliver_all, price, capsys):
    price(accepted_answer=100)
    settle_in(cast.bob)
    settle_in(cast.alice)
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    assert Earning.objects.get(act="accepted").state == "pending"
    call_command("move_clock", "15d")
    assert "awards of points vested: 1" in capsys.readouterr().out
    assert Earning.objects.get(act="accepted").state == "vested"


def test_the_learning_is_measured_at_once(own_clock, cast):
    call_command("move_clock", "2d")
    for measured in (Velocity, Audit):
        assert measured.objects.filter(company=cast.acme).count() == 1
    call_command("move_clock", "30d")
    assert Velocity.objects.of(cast.acme).count() == Audit.objects.of(cast.acme).count() == 2


def test_the_process_that_moves_the_clock_sees_it_at_once(own_clock, monkeypatch):
    monkeypatch.setattr(clock, "_RECHECK_SECONDS", 60.0)
    before = clock.now()
    clock.move(timedelta(days=2))
    assert clock.now() - before >= timedelta(days=2)


@pytest.mark.parametrize("by", ["", "15", "-3d", "d", "0d", "1y", "999999w"])
def test_nonsense_moves_nothing(own_clock, by):
    with pytest.raises(CommandError):
        call_command("move_clock", by)
    assert not own_clock.exists()


def test_the_clock_of_real_people_stays(settings):
    settings.CLOCK_FILE = None
    with pytest.raises(CommandError, match="embedded database only"):
        call_command("move_clock", "1d")
