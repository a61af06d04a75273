"""A made-up community lives on the real code, the same for the same seed, and leaves nothing behind."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Company
from community.demo.simulation.habits import read_habits
from community.demo.simulation.population import draw_population
from community.demo.simulation.scratch import NAME
from community.web.breaker import redis_breaker

FEW = {"days": 2, "helpers": 6, "per_day": 3, "seed": 5}


def simulated(capsys, **options):
    call_command("simulate", **{**FEW, **options})
    return json.loads(capsys.readouterr().out)


def test_a_population_follows_from_its_seed():
    habits = read_habits()
    drawn = [draw_population(habits, days=9, helpers=7, per_day=5, seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0].helpers) == 7
    assert 25 <= len(drawn[0].needs) <= 70
    assert all(helper.is_there(visit) for helper in drawn[0].helpers for visit in helper.visits)
    minutes = [need.minute for need in drawn[0].needs]
    assert minutes == sorted(minutes)


@pytest.mark.prove
@pytest.mark.django_db
def test_it_says_what_came_of_it_and_leaves_nothing_behind(capsys):
    said = simulated(capsys)
    assert said["simulated"] is True
    off, on = said["routing"]["off"], said["routing"]["on"]
    assert off["questions"] == on["questions"] > 0
    assert off["offers_made"] == 0 < on["offers_made"]
    assert 0 <= on["load_gini"] < 1
    assert not Company.objects.exists()
    assert not redis_breaker.is_open
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [NAME])
        assert cursor.fetchone() == (0,)
    assert simulated(capsys) == said


def test_it_refuses_on_real_servers(settings):
    settings.CLOCK_FILE = None
    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        call_command("simulate", **FEW)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"helpers": 1}, {"per_day": 0}, {"days": 1000}])
def test_it_refuses_what_makes_no_sense(wrong):
    with pytest.raises(CommandError, match="Simulate 1 to 365 days"):
        call_command("simulate", **{**FEW, **wrong})
