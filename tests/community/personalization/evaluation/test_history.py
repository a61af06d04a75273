"""Pasts as communities write them down: what can be read is, what cannot is told."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from community.personalization.evaluation.history import read_history
from community.personalization.evaluation.lines import BadHistory, Skipped
from tests.community.personalization.conftest import make_history, write_history

MOMENT = datetime(2024, 1, 31, 12, tzinfo=UTC).timestamp()
QUESTION = {
    "id": 1,
    "created_at": "2024-01-31T12:00:00Z",
    "author_id": "ann",
    "title": "t",
    "body": "b",
    "locale": "en",
}
ANSWER = {"id": 7, "question_id": 1, "author_id": "bob", "created_at": "2024-01-31T12:10:00Z"}


def read(folder, questions, answers):
    """Return the threads of these lines and what was told of those that were left out."""
    skipped = Skipped()
    write_history(folder, questions, answers)
    return read_history(folder, skipped), skipped.told()


@pytest.mark.parametrize(
    "moment",
    [
        "2024-01-31T12:00:00Z", "2024-01-31T12:00:00", "2024-01-31 12:00:00.000000", "2024-01-31T13:00:00+01:00",
        "2024-01-31 04:00:00 -0800", "2024-01-31 12:00:00 UTC", "2024/01/31 12:00", "20240131T120000",
        "Wed, 31 Jan 2024 13:00:00 +0100", "Wed, 31 Jan 2024 12:00:00 GMT", MOMENT, str(MOMENT), int(MOMENT) * 1000,
        int(MOMENT) * 1000000,
    ],
)  # fmt: skip
def test_a_moment_is_read_however_it_is_written(tmp_path, moment):
    threads, told = read(tmp_path, [QUESTION | {"created_at": moment}], [])
    assert threads[0].asked.moment == MOMENT and not told


@pytest.mark.parametrize("day", [20240131, 20240131.0, "20240131", "2024-01-31"])
def test_a_day_is_no_number_of_seconds(tmp_path, day):
    threads, told = read(tmp_path, [QUESTION | {"created_at": day}], [])
    assert threads[0].asked.moment == MOMENT - 12 * 3600 and not told


@pytest.mark.parametrize(
    "moment", [None, "", "yesterday", "0001-01-01", -1, 1e300, True, [], {}, float("nan"), "9" * 40]
)
def test_a_question_without_a_moment_is_left_out_and_told(tmp_path, moment):
    threads, told = read(tmp_path, [QUESTION, QUESTION | {"id": 2, "created_at": moment}], [])
    assert [thread.asked.question for thread in threads] == [0]
    assert told == [
        "Questions without an id or a time such as 2024-01-31T12:00:00Z were left out: 1, the first in "
        "questions.jsonl, line 2."
    ]


def test_other_names_of_the_same_fields_are_known(tmp_path):
    questions = [
        {"id": "1", "created": "2024-01-31T12:00:00Z", "creator": {"username": "ann"}, "title": "t", "content": "b"}
        | {"locale": "en", "topic": None, "solution": 7}
    ]
    answers = [{"id": "7", "question": 1, "creator": {"username": "bob"}, "created": "2024-01-31T12:10:00Z"}]
    threads, told = read(tmp_path, questions, answers)
    (usual,), _told = read(tmp_path, [QUESTION | {"accepted_answer_id": 7}], [ANSWER])
    assert threads == [usual] and usual.accepted == "bob" and not told


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ({"accepted_answer_id": "7"}, {}),
        ({"accepted_answer_id": 7.0}, {}),
        ({"solution_id": 7}, {}),
        ({}, {"is_solution": True}),
        ({"accepted_answer_id": None}, {"is_accepted": "yes"}),
    ],
)
def test_an_acceptance_is_told_by_the_question_or_by_the_answer(tmp_path, question, answer):
    threads, _told = read(tmp_path, [QUESTION | question], [ANSWER | answer, ANSWER | {"id": 8, "author_id": "cleo"}])
    assert threads[0].accepted == "bob"


def test_answers_that_teach_nothing_are_left_out(tmp_path):
    """By the asker, by somebody who is gone, spam, to what is not there, and for the second time."""
    answers = [
        ANSWER | {"id": 1, "author_id": "ann"}, ANSWER | {"id": 2, "author_id": None}, ANSWER | {"id": 3, "is_spam": True},
        ANSWER | {"id": 4, "question_id": 99}, ANSWER, ANSWER, ANSWER | {"id": 5, "created_at": None},
    ]  # fmt: skip
    threads, told = read(tmp_path, [QUESTION], answers)
    assert [answer.answerer for answer in threads[0].answers] == ["bob"]
    assert len(told) == 4


def test_nobody_answers_before_it_is_asked(tmp_path):
    threads, _told = read(tmp_path, [QUESTION], [ANSWER | {"created_at": "2001-01-01"}])
    assert threads[0].answers[0].moment == MOMENT


def test_packed_files_broken_lines_and_marks_of_the_encoding(tmp_path):
    questions, answers = make_history(3)
    plain, _told = read(tmp_path, questions, answers)
    (tmp_path / "questions.jsonl").unlink()
    with gzip.open(tmp_path / "questions.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\ufeff" + "\n".join(json.dumps(row) for row in questions))
    path = tmp_path / "answers.jsonl"
    path.write_bytes(b"{\n[]\n\xff\n\n" + path.read_bytes() + b'\n{"id": "a9", "quest')
    skipped = Skipped()
    assert read_history(tmp_path, skipped) == plain
    assert skipped.told() == [
        "Lines were left out (this is not JSON): 2, the first in answers.jsonl, line 1.",
        "Lines were left out (every line must be a JSON object): 1, the first in answers.jsonl, line 2.",
        "Lines were left out (this is not UTF-8): 1, the first in answers.jsonl, line 3.",
    ]


def test_what_cannot_be_read_at_all_is_told_in_a_sentence(tmp_path):
    with pytest.raises(BadHistory, match=r"questions\.jsonl cannot be read: No such file"):
        read_history(tmp_path)
    write_history(tmp_path, [{"name": "x"}], [])
    with pytest.raises(BadHistory, match="no question has an id and a created_at"):
        read_history(tmp_path)
    (tmp_path / "questions.jsonl.gz").write_bytes(gzip.compress(b"{}" * 999)[:20])
    (tmp_path / "questions.jsonl").unlink()
    with pytest.raises(BadHistory, match="cannot be read"):
        read_history(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda questions, answers: ([questions[0]], [answers[0] | {"question_id": 0}]),
        lambda questions, answers: (questions, [answer | {"author_id": "bob"} for answer in answers]),
        lambda questions, answers: ([{"id": row["id"], "created_at": row["created_at"]} for row in questions], answers),
        lambda questions, answers: (questions, [answer | {"created_at": "2190-01-01"} for answer in answers]),
        lambda questions, answers: ([row | {"title": "\ud800", "body": [1]} for row in questions], answers),
    ],
    ids=["one question", "one helper", "bare", "answers of a far future", "texts that are none"],
)
def test_every_past_with_an_answer_is_measured(tmp_path, capsys, change):
    write_history(tmp_path, *change(*make_history(40)))
    call_command("evaluate_routing", str(tmp_path), "--sample", "0.5", "--delay", "1h")
    report = json.loads(capsys.readouterr().out)
    assert report["any"]["router"].keys() == report["first"]["popularity"].keys()


def test_warnings_are_told_beside_the_report(tmp_path, capsys):
    write_history(tmp_path, *make_history(40))
    with (tmp_path / "answers.jsonl").open("a") as file:
        file.write("\n{")
    call_command("evaluate_routing", str(tmp_path))
    told = capsys.readouterr()
    assert "Lines were left out (this is not JSON): 1" in told.err and json.loads(told.out)["answers"] > 0


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_routing", str(tmp_path))
