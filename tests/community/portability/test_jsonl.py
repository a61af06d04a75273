"""Reading JSON lines, sound or not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community.portability.jsonl import JsonLines
from community.portability.records import BadSource, CannotImport, VoteRecord


def read(dump):
    return JsonLines(dump.write())


def test_a_whole_question(jsonl):
    jsonl.question(7, topic="power-supply", tags=["lamp", "dark"], locale="de-AT", score=3, is_locked=True)
    asked = next(read(jsonl).questions())
    assert (asked.id, asked.topic, asked.tags, asked.language, asked.me_toos, asked.is_locked) == (
        "7", "power-supply", ("lamp", "dark"), "de", 3, True,
    )  # fmt: skip
    assert asked.written_at == datetime(2014, 1, 21, 20, tzinfo=UTC)


def test_a_plain_text_keeps_its_signs_and_lines(jsonl):
    jsonl.question(1, body="if a < b:\n  dark", body_format="text")
    assert next(read(jsonl).questions()).body == "<p>if a &lt; b:<br>  dark</p>"


def test_a_byte_order_mark_and_empty_lines_are_no_rows(jsonl):
    jsonl.question(1)
    path = jsonl.write() / "questions.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n  \n")
    assert [row.id for row in JsonLines(jsonl.folder).questions()] == ["1"]


def test_times_may_name_their_zone(jsonl):
    jsonl.question(1, created_at="2014-01-21T22:00:00+02:00")
    assert next(read(jsonl).questions()).written_at == datetime(2014, 1, 21, 20, tzinfo=UTC)


def test_who_accepted_and_when(jsonl):
    jsonl.question(1, accepted_answer_id=5)
    jsonl.question(2, accepted_answer_id=6, solved_by="u_1", accepted_at="2014-01-22T09:30:00Z")
    jsonl.question(3, accepted_answer_id=7, solved_by="u_9", accepted_at="some day")
    jsonl.question(4)
    found = [(row.answer, row.by_asker, row.accepted_at) for row in read(jsonl).acceptances()]
    exact = datetime(2014, 1, 22, 9, 30, tzinfo=UTC)
    assert found == [("5", True, None), ("6", True, exact), ("7", False, None)]


def test_votes_are_counted_within_reason(jsonl):
    for ident, helpful in ((1, 3), (2, -5), (3, 10**15), (4, "many"), (5, None)):
        jsonl.answer(ident, 9, num_helpful=helpful)
    assert list(read(jsonl).votes()) == [VoteRecord("1", helpful=3), VoteRecord("3", helpful=1_000_000)]


def test_nobody_needs_to_be_listed(jsonl):
    jsonl.users = None
    assert list(read(jsonl).users()) == []


@pytest.mark.parametrize("tags", ["lamp", 5, None, {"a": 1}, [None, 7]])
def test_tags_that_are_no_list_of_words_are_none(jsonl, tags):
    jsonl.question(1, tags=tags)
    assert next(read(jsonl).questions()).tags == ()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b'{"id": 1,', "not a JSON object on one line"),
        (b"[1, 2]", "every line must be a JSON object"),
        (b'{"title": "No id"}', "id is missing"),
        (b'{"id": 3, "created_at": 1390334400}', "created_at must be a time"),
        (b'{"id": 3, "created_at": "0001-01-01T00:00:00+23:00"}', "created_at must be a time"),
        (b'{"id": 3, "created_at": "9999-12-31T23:59:59-12:00"}', "created_at must be a time"),
        (b"\xff\xfe\x00", "not a JSON object"),
        (b"[" * 100_000, "not a JSON object"),
        (b'{"id": ' + b"9" * 10_000 + b"}", "not a JSON object"),
        (b'{"body": "' + b"x" * 5_000_000 + b'"}', "at most 4 MB"),
    ],
    ids=["cut", "list", "no id", "number", "too early", "too late", "bytes", "deep", "huge number", "too long"],
)
def test_a_bad_line_is_named_with_its_number(jsonl, line, sentence):
    jsonl.question(1)
    path = jsonl.write() / "questions.jsonl"
    path.write_bytes(path.read_bytes() + line)
    with pytest.raises(BadSource, match=rf"questions\.jsonl, line 2: .*{sentence}"):
        list(JsonLines(jsonl.folder).questions())


@pytest.mark.parametrize("missing", ["questions.jsonl", "answers.jsonl"])
def test_a_folder_without_a_needed_file_is_refused_at_once(jsonl, missing):
    folder = jsonl.write()
    (folder / missing).unlink()
    with pytest.raises(CannotImport, match=missing):
        JsonLines(folder)
