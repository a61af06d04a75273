from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from community.demo.content import COMPANIES, FOLDER, Asked, load_company
from community.demo.entries import ContentError

COMPANY = 'slug = "oak"\nname = "Oak"\ntagline = "Trees"\ncolour = "#112233"\nlanguages = ["en"]\n'
COMPANY += 'default_language = "en"\ntime_zone = "UTC"\n'
MEMBERS = '[ana]\nname = "Ana"\njoined = 9\nemail = "ana@oak.example"\n'
MEMBERS += '[bo]\nname = "Bo"\njoined = 9\nemail = "bo@oak.example"\n'
QUESTION = """
[[questions]]
key = "rain"
day = 3
time = "09:30"
author = "ana"
topic = "leaves"
title = "Why does it drip?"
body = "It drips."

[[questions.answers]]
author = "bo"
after = 5
accepted_after = 20
helpful = { ana = 3 }
body = "Because of rain."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    oak = tmp_path / "oak"
    oak.mkdir()
    (oak / "company.toml").write_text(COMPANY)
    (oak / "members.toml").write_text(MEMBERS)
    (oak / "topics.toml").write_text('[[topics]]\nslug = "leaves"\nname = "Leaves"\n')
    (oak / "questions_all.toml").write_text(QUESTION)
    return oak


def test_every_file_of_the_demo_can_be_read() -> None:
    assert [load_company(FOLDER / slug).slug for slug in COMPANIES] == list(COMPANIES)


def test_no_content_file_is_longer_than_four_hundred_lines() -> None:
    long = [path.name for path in FOLDER.rglob("*.toml") if len(path.read_text(encoding="utf-8").splitlines()) > 400]

    assert long == []


def test_times_in_files_become_minutes_after_the_question(folder: Path) -> None:
    answer = load_company(folder).questions[0].answers[0]

    assert answer.at == 5
    assert answer.votes[0].at == 8
    assert answer.accepted is not None
    assert answer.accepted.at == 25


def test_the_asker_accepts_unless_the_file_says_who(folder: Path) -> None:
    accepted = load_company(folder).questions[0].answers[0].accepted

    assert accepted is not None
    assert accepted.by == "ana"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('time = "09:30"', 'time = "9.30"', "oak/questions_all.toml, questions rain: time '9.30' is not a time of day"),
        ('title = "Why does it drip?"', "", "questions rain: title is missing"),
        ("after = 5", 'after = "5"', "questions rain, answers number 1: after must be of type int"),
        ("after = 5", "after = -5", "answers number 1: after is below zero"),
        ("after = 5", "after = 5\nafterwards = 6", "answers number 1: unknown field afterwards"),
        ("[[questions]]", "[[questions", "oak/questions_all.toml: "),
    ],
)
def test_a_mistake_is_named_with_its_file_and_entry(folder: Path, before: str, after: str, sentence: str) -> None:
    (folder / "questions_all.toml").write_text(QUESTION.replace(before, after, 1))

    with pytest.raises(ContentError) as refused:
        load_company(folder)

    assert sentence in str(refused.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "members.toml").unlink()

    with pytest.raises(ContentError, match=r"oak/members\.toml: cannot be read"):
        load_company(folder)


def test_a_question_some_days_ago_keeps_its_time_of_day() -> None:
    asked = Asked(day=2, minute=90)

    assert asked.moment(datetime(2025, 6, 10, 23, 59, tzinfo=UTC)) == datetime(2025, 6, 8, 1, 30, tzinfo=UTC)


def test_a_question_some_minutes_ago_counts_from_now() -> None:
    now = datetime(2025, 6, 10, 0, 5, tzinfo=UTC)

    assert Asked(minutes_ago=30).moment(now) == now - timedelta(minutes=30)


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_question_is_never_younger_than_its_certain_age(hour: int) -> None:
    now = datetime(2025, 6, 10, hour, 0, tzinfo=UTC)
    asked = Asked(day=1, minute=600)

    assert now - asked.moment(now) >= timedelta(minutes=asked.certain_age)
