"""Admins make promises and set the ladder in plain words; nobody else does, and nothing is rewritten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from community import clock
from community.insights.promise.models import Ladder, Promise
from tests.community.insights.promise.audit_cases import MINUTES, WORDS
from tests.community.insights.promise.conftest import NOON, promised

LIST = "/c/acme/manage/promise/promise/"
ADD = f"{LIST}add/"
LADDER = "/c/acme/manage/promise/ladder/"


@pytest.fixture
def ada(cast, browser_of):
    return browser_of(cast.ada)


def test_a_promise_is_made_in_the_form(cast, ada):
    assert ada.post(ADD, {**WORDS, "note": "A start"}).status_code == 302
    made = Promise.objects.get()
    assert (made.answer_within, made.answer_share, made.resolution_within) == (1800, 80, None)
    assert (made.note, made.author, made.company) == ("A start", cast.ada, cast.acme)


def test_a_time_to_come_can_be_chosen(ada):
    tomorrow = clock.now() + timedelta(days=1)
    words = {**WORDS, "begins_0": f"{tomorrow:%Y-%m-%d}", "begins_1": "08:30"}
    assert ada.post(ADD, words).status_code == 302
    expected = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 8, 30, tzinfo=UTC)
    assert Promise.objects.get().valid_from == expected


def test_the_form_proposes_what_holds(cast, ada):
    promised(cast.ada, answer_within=5400, answer_share=75, resolution_within=2 * 86400, resolution_share=60)
    form = ada.get(ADD).context["adminform"].form
    proposed = {name: form[name].value() for name in form.fields}
    assert (proposed["answer_number"], proposed["answer_unit"], proposed["answer_percent"]) == (90, 60, 75)
    assert (proposed["resolution_number"], proposed["resolution_unit"]) == (2, 86400)
    assert proposed["seen"] == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answer_percent": ""}, "Say both"),
        ({"answer_number": "", "answer_percent": ""}, "Promise a first answer, a solution, or both."),
        ({"withdraw": "on"}, "Empty the numbers above"),
        ({"answer_number": "", "answer_percent": "", "withdraw": "on"}, "Nothing is promised that could end"),
        ({"answer_percent": "101"}, "less than or equal to 100"),
        ({"begins_0": "2020-01-01", "begins_1": "00:00"}, "cannot hold for the past"),
        ({"seen": "3"}, "Another admin has changed the promise"),
    ],
)
def test_what_cannot_be_promised_is_said_in_the_form(ada, changes, sentence):
    page = ada.post(ADD, {**WORDS, **changes}).content.decode()
    assert sentence in page
    assert not Promise.objects.exists()


def test_a_promise_ends_by_a_version_of_its_own(cast, ada):
    promised(cast.ada)
    words = {**WORDS, "answer_number": "", "answer_percent": "", "withdraw": "on", "seen": "1"}
    assert ada.post(ADD, words).status_code == 302
    assert Promise.objects.get(version=2).withdrawn


def test_the_list_tells_what_holds_and_versions_stay(cast, ada):
    first = promised(cast.ada)
    promised(cast.ada, since=NOON, resolution_within=86400, resolution_share=70)
    page = ada.get(LIST).content.decode()
    for words in ("within 30 minutes for 80 %", "within 24 hours for 70 %", "no longer in force", "in force"):
        assert words in page
    shown = ada.get(f"{LIST}{first.pk}/change/").content.decode()
    assert "within 30 minutes for 80 %" in shown
    assert 'name="_save"' not in shown
    assert ada.post(f"{LIST}{first.pk}/change/", WORDS).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_many_versions(cast, ada, number, django_assert_num_queries):
    for each in range(number):
        promised(cast.ada, since=NOON - timedelta(days=9 - each))
    ada.get(LIST)
    with django_assert_num_queries(11):
        ada.get(LIST)


@pytest.mark.parametrize("name", ["mona", "alice"])
def test_only_admins_come_here(cast, browser_of, name):
    for address in (LIST, ADD, LADDER):
        assert browser_of(getattr(cast, name)).get(address).status_code in {302, 403}
    assert browser_of(getattr(cast, name)).post(ADD, WORDS).status_code in {302, 403}
    assert not Promise.objects.exists()


def test_the_ladder_is_one_row(cast, ada):
    assert ada.get(LADDER).url == f"{LADDER}add/"
    assert ada.post(f"{LADDER}add/", MINUTES).status_code == 302
    assert ada.get(LADDER).url == f"{LADDER}{cast.acme.pk}/change/"
    assert Ladder.objects.get().wider == 5


def test_steps_that_do_not_go_up_are_refused_in_the_form(ada):
    page = ada.post(f"{LADDER}add/", {**MINUTES, "wider": "60"}).content.decode()
    assert "Each step has to come later than the one before it." in page
    assert not Ladder.objects.exists()
