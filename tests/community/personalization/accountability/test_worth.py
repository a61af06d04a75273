"""What a replay says of speed and amount."""

from __future__ import annotations

import numpy as np
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import before_task_publish
from django.db import IntegrityError, connection, transaction

from community.personalization.accountability import worth
from community.personalization.accountability.actions.measure_worth import measure_worth
from community.personalization.accountability.actions.roll_up import roll_up
from community.personalization.accountability.models import Velocity, Worth
from community.personalization.accountability.tasks import measure_worth_of, measure_worths, roll_ups
from community.personalization.accountability.worth import SETTINGS, measure
from community.personalization.evaluation.history import read_history
from tests import factories
from tests.community.personalization.accountability.conftest import ago
from tests.community.personalization.conftest import make_history, write_history


def test_every_delay_and_volume_is_measured_on_the_same_questions(history):
    measured = measure(read_history(history))
    assert len(measured.cells) == len(SETTINGS) == 7 and measured.questions >= 100
    assert all(cell.low <= cell.value <= cell.high for cell in measured.cells)
    at_once, tenth = measured.cells[0].value, measured.cells[-1].value
    assert at_once > tenth
    assert measured.on_n.value > 0 and measured.on_n.low <= measured.on_n.value <= measured.on_n.high


def test_the_exponents_are_those_that_were_planted(monkeypatch):
    """MRR proportional to n^0.1 and v^0.05 at every question."""

    def planted(threads, delay, share):
        return [0.3 * share**0.1 * (max(delay, 3600.0) / 3600.0) ** -0.05] * 150

    monkeypatch.setattr(worth, "_reciprocal_ranks", planted)
    measured = measure([])
    assert measured.on_n.value == pytest.approx(0.1)
    assert measured.on_v.value == pytest.approx(0.05)
    assert np.isclose(measured.on_v.low, measured.on_v.high)


def test_under_a_hundred_answered_questions_nothing_is_said(cast, browser_of, tmp_path):
    write_history(tmp_path, *make_history(150))
    assert measure(read_history(tmp_path)).cells == ()
    with ago(1):
        factories.solve(factories.ask(cast.alice), cast.bob)
    stored = measure_worth(cast.acme)
    assert stored.cells == [] and stored.on_n is None
    assert "Too little is known" in browser_of(cast.alice).get("/c/acme/learning/").content.decode()


def test_the_page_tells_the_thesis_beside_what_was_measured(cast, browser_of, django_assert_num_queries):
    cells = [{"delay": delay, "share": share, "mrr": [0.5, 0.4, 0.6]} for delay, share in SETTINGS]
    Worth.objects.create(
        company=cast.acme,
        definition_version=1,
        questions=200,
        cells=cells,
        on_n=[0.04, 0.02, 0.06],
        on_v=[0.01, 0, 0.02],
    )
    page = browser_of(cast.alice).get("/c/acme/learning/").content.decode()
    assert "exponent 1 on n, 2 on v. Measured here: 0.040 (0.020 to 0.060) on n, 0.010 (0.000 to 0.020) on v" in page
    assert "7 days" in page and "25" in page
    assert browser_of(None).get("/c/acme/learning/").status_code == 302


def test_every_company_is_measured_by_a_task_of_its_own(cast):
    started = []

    def note(sender, headers, **_rest):
        started.append((sender, headers["kwargsrepr"]))

    before_task_publish.connect(note)
    try:
        assert measure_worths() == 2
    finally:
        before_task_publish.disconnect(note)
    companies = [{"company": each.pk} for each in (cast.acme, cast.bolt)]
    assert started == [("accountability.measure_worth_of", repr(each)) for each in companies]


def test_a_task_that_is_delivered_again_measures_nothing_twice(cast):
    lock = ["accountability.measure_worth", cast.acme.pk]
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s), hashint8(%s))", lock)
            assert not measure_worth_of(cast.acme.pk) and measure_worth_of(cast.bolt.pk)
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashint8(%s))", lock)
    finally:
        other.close()
    assert measure_worth_of(cast.acme.pk) and not measure_worth_of(cast.acme.pk)
    assert Worth.objects.count() == 2


def test_a_company_that_fails_keeps_no_other_waiting(cast, monkeypatch):
    def breaks(company):
        if company == cast.acme:
            raise RuntimeError
        return roll_up(company)

    monkeypatch.setattr("community.personalization.accountability.tasks.roll_up", breaks)
    assert roll_ups() == 1
    assert Velocity.objects.get().company == cast.bolt


def test_a_task_whose_time_is_over_ends(cast, monkeypatch):
    def lasts(company):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr("community.personalization.accountability.tasks.roll_up", lasts)
    with pytest.raises(SoftTimeLimitExceeded):
        roll_ups()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"questions": 99, "cells": [1]}, "too_little_says_nothing"),
        ({"questions": 99, "on_n": [1]}, "too_little_says_nothing"),
        ({"questions": 99, "definition_version": 0}, "worth_has_a_definition"),
    ],
)
def test_the_database_refuses_what_cannot_be_said(cast, fields, name):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Worth.objects.create(**{"company": cast.acme, "definition_version": 1, **fields})
    assert name in str(error.value)
