"""Whether questions that ask the same find each other, measured by pairs, candidates and links."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from community.personalization.evaluation.gates import vectors_pay
from community.personalization.evaluation.likeness.exact import by_vectors, by_words
from community.personalization.evaluation.likeness.reading import read_task
from community.personalization.evaluation.likeness.report import report_of
from community.personalization.evaluation.likeness.served import by_the_product
from community.personalization.evaluation.likeness.task import CANDIDATES, LINKS, PAIRS, sampled
from community.personalization.evaluation.lines import BadHistory
from community.questions.models import Question
from community.search.models import QuestionVector

_SAME = [
    ("Roaming in Portugal costs too much", "Why is roaming so dear when I travel to Portugal?"),
    ("My invoice shows a charge twice", "Charged twice on the invoice of March"),
    ("Voicemail is full and cannot be emptied", "How do I empty a full voicemail box?"),
    ("The modem blinks red at night", "Red blinking light on my modem"),
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def pairs(path: Path, one: str = "text1", other: str = "text2", label: str = "label") -> Path:
    rows = [{one: a, other: b, label: 1} for a, b in _SAME]
    return write(path / "pairs.jsonl", [*rows, {one: _SAME[0][0], other: _SAME[1][1], label: 0}])


def history(path: Path, links: list[dict[str, Any]]) -> Path:
    """Every question of _SAME, a day apart: the first ones of all pairs, then the second ones."""
    titles = [a for a, _b in _SAME] + [b for _a, b in _SAME]
    rows = [
        {"id": 10 + day, "title": title, "body": "<p>Please help.</p>", "created_at": f"2024-01-{day + 1:02}T08:00:00Z"}
        for day, title in enumerate(titles)
    ]
    write(path / "questions.jsonl", rows[::-1])
    write(path / "links.jsonl", links)
    return path


@pytest.mark.django_db
def test_pairs_find_each_other_by_every_engine(tmp_path):
    task = read_task(pairs(tmp_path))
    assert (task.kind, len(task.texts), len(task.wanted)) == (PAIRS, 8, 4)
    measured = report_of(task)[PAIRS]
    assert measured["peerdesk"]["recall@5"] == measured["vectors"]["recall@5"] == 1.0
    assert measured["peerdesk"]["mrr"] > measured["random"]["mrr"]
    assert set(measured["peerdesk"]) == {"recall@1", "recall@5", "recall@10", "recall@50", "mrr", "map"}


@pytest.mark.parametrize("names", [("question1", "question2", "is_duplicate"), ("a", "b", "duplicate")])
def test_pairs_may_be_named_otherwise(tmp_path, names):
    assert len(read_task(pairs(tmp_path, *names)).wanted) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["list", "positives", "rows"])
def test_candidates_are_put_in_order(tmp_path, shape):
    query, right = _SAME[0]
    wrong = [b for _a, b in _SAME[1:]]
    rows = {
        "list": [
            {"query": query, "candidates": [{"text": each, "label": int(each == right)} for each in [*wrong, right]]}
        ],
        "positives": [{"query": query, "positives": [right], "negatives": wrong}],
        "rows": [{"query": query, "candidate": each, "label": str(each == right)} for each in [*wrong, right]],
    }
    task = read_task(write(tmp_path / "candidates.jsonl", rows[shape]))
    assert task.kind == CANDIDATES
    found = by_the_product(task) | {"vectors": by_vectors(task)}
    for name in ("peerdesk", "vectors"):
        assert len(found[name][0]) == 4
        assert found[name][0][0] in task.wanted[0].relevant


@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["positives", "rows"])
def test_which_candidate_is_right_decides_between_no_equal_ones(tmp_path, shape):
    words = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot"]
    orders = set()
    for right in words:
        wrong = [each for each in words if each != right]
        rows = {
            "positives": [{"query": "Something else", "positives": [right], "negatives": wrong}],
            "rows": [
                {"query": "Something else", "candidate": each, "label": int(each == right)} for each in [right, *wrong]
            ],
        }
        task = read_task(write(tmp_path / "candidates.jsonl", rows[shape]))
        found = by_the_product(task) | {"vectors": by_vectors(task), "words": by_words(task)}
        assert set(found) == {"peerdesk", "full_text", "vectors", "words"}
        orders.add(tuple(tuple(task.texts[number].title for number in each[0]) for each in found.values()))
    assert len(orders) == 1


@pytest.mark.django_db
def test_without_the_tables_the_gate_is_neither_kept_nor_broken(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_questionvector RENAME TO gone")
    gate = vectors_pay(history(tmp_path, [{"source_id": 14, "target_id": 10}]))
    assert gate["kept"] is None and "could not be used" in gate["note"]


@pytest.mark.django_db
def test_of_two_linked_questions_the_later_one_finds_the_earlier_one(tmp_path):
    """Whichever of the two names the other."""
    links = [
        {"source_id": 14, "target_id": 10},
        {"source_id": 11, "target_id": 15},
        {"source_id": 14, "target_id": 999},
    ]
    task = read_task(history(tmp_path, links))
    assert (task.kind, task.unused) == (LINKS, 1)
    assert [(each.text, each.relevant) for each in task.wanted] == [(4, {0}), (5, {1})]
    assert by_the_product(task)["peerdesk"][0][0] == 0


@pytest.mark.django_db
def test_what_was_asked_later_is_never_found(tmp_path):
    """The leak: a later question in the very words of an earlier one, which has a link to an even earlier one."""
    folder = history(tmp_path, [{"source_id": 12, "target_id": 10}])
    rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    (asking,) = (row for row in rows if row["id"] == 12)
    leak = {**asking, "id": 77, "created_at": "2024-02-01T08:00:00Z"}
    write(folder / "questions.jsonl", [leak, *rows])
    task = read_task(folder)
    later = {number for number in range(len(task.texts)) if number >= task.wanted[0].text}
    assert len(later) == 7
    for found in (*by_the_product(task).values(), by_vectors(task), by_words(task)):
        assert not later & set(found[0])


def test_questions_may_name_their_duplicates_themselves(tmp_path):
    rows = [{"id": "x", "title": "Modem blinks"}, {"id": "y", "title": "Blinking modem", "duplicate_of": "x"}]
    task = read_task(write(tmp_path / "all.jsonl", rows))
    assert [(task.texts[each.text].title, each.relevant) for each in task.wanted] == [("Blinking modem", {0})]


@pytest.mark.django_db
def test_nothing_of_it_stays(tmp_path):
    by_the_product(read_task(pairs(tmp_path)))
    assert not Question.objects.exists()
    assert not QuestionVector.objects.exists()


@pytest.mark.django_db
def test_it_prints_json(tmp_path, capsys):
    call_command("evaluate_similar", str(history(tmp_path, [{"source_id": 14, "target_id": 10}])))
    assert json.loads(capsys.readouterr().out)["links"]["peerdesk"]["recall@5"] == 1.0


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "is empty"),
        ("[1]", "line 1: every line must be a JSON object"),
        ('{"text1": "a"}', "expected pairs"),
        ('{"text1": "One", "text2": "Two", "label": 0}', "nothing to measure"),
        ('{"source_id": 1, "target_id": 2}', "questions.jsonl"),
        ('{"candidates": ["x"]}', "has no query"),
        ('{"query": "x", "candidates": [1]}', "must be a text"),
        ('{"text1": "\\ud800 \\u0000", "text2": {"body": 3}}', "expected pairs"),
        ('{"id": 1, "title": "x", "created_at": "soon", "links": [2]}', "A time must be written"),
        ('{"text1": {"title": "x", "created_at": 1e300}, "text2": "y"}', "A time must be written"),
        ('{"text1": {"title": "x", "created_at": "0001-01-02T00:00:00Z"}, "text2": "y"}', "A time must be written"),
        (
            '{"text1": {"title": "x", "created_at": "9999-12-31T23:59:59-10:00"}, "text2": "y"}',
            "A time must be written",
        ),
        ('{"query": "x", "candidates": ["y"], "positives": 5}', "No candidate is marked as right"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, lines, sentence):
    (tmp_path / "file.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("evaluate_similar", str(tmp_path / "file.jsonl"))


def test_the_title_of_a_text_is_its_first_paragraph_or_sentence(tmp_path):
    rows = [{"text1": "<p>Roaming costs</p>\n<p>Much.</p>", "text2": "Roaming? It costs much."}]
    task = read_task(write(tmp_path / "pairs.jsonl", rows))
    assert [(text.title, text.body.strip()) for text in task.texts] == [
        ("Roaming costs", "Much."),
        ("Roaming?", "It costs much."),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    [
        '{"text1": {"title": "x", "language": "x\\u0000"}, "text2": {"title": "\\ud800 y", "locale": "\\ud800"}}',
        '{"text1": "<p>", "text2": " . "}',
        '{"query": "x", "candidates": [{"text": "y", "label": [1]}, {"text": "z", "label": null}]}',
        '{"query": "x", "candidates": ["y"], "positives": "z"}',
        '\ufeff{"text1": {"title": "x", "created_at": "1970-01-02T00:00:00Z"}, "text2": "y"}',
    ],
)
def test_odd_content_is_measured(tmp_path, capsys, line):
    (tmp_path / "file.jsonl").write_text(line, encoding="utf-8")
    call_command("evaluate_similar", str(tmp_path / "file.jsonl"))
    told = json.loads(capsys.readouterr().out)
    assert told["measured"] == 1 and "note" not in told


def test_a_folder_without_questions_says_what_is_expected(tmp_path):
    with pytest.raises(BadHistory, match=r"holds no questions\.jsonl"):
        read_task(tmp_path)


A, B, C = "How do I empty my voicemail?", "Voicemail is full", "The modem blinks red"


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        (
            PAIRS,
            {"q.jsonl": lines({"id": 0, "qid1": 1, "qid2": 2, "question1": A, "question2": B, "is_duplicate": "1"})},
        ),
        (
            PAIRS,
            {
                "q.csv": f'"id","qid1","qid2","question1","question2","is_duplicate"\n0,1,2,"{A}","{B}",1\n1,3,4,"x y",,0\n'
            },
        ),
        (PAIRS, {"q.tsv": f"question1\tquestion2\tis_duplicate\n{A}\t{B}\t1\n{A}\t{C}\t0\n"}),
        (PAIRS, {"p.json": json.dumps([{"title1": A, "body1": "b", "title2": B, "body2": "c", "label": True}])}),
        (PAIRS, {"p.jsonl": lines({"text1": A, "text2": B, "label": 1.0}, {"text1": A}, {"text2": None}, {})}),
        (
            PAIRS,
            {
                "corpus.jsonl": lines({"_id": "1", "title": C}, {"_id": "2", "title": B, "text": "x"}),
                "queries.jsonl": lines({"_id": "1", "text": A}),
                "qrels/test.tsv": "query-id\tcorpus-id\tscore\n1\t2\t1\n1\t1\t0\n",
            },
        ),
        (PAIRS, {"all.jsonl": lines({"id": 1, "title": B}, {"id": 2, "title": A}, {"source_id": 2, "target_id": "1"})}),
        (
            LINKS,
            {
                "questions.csv": f"Id,Title,CreationDate\n1,{B},2015-01-01T00:00:00.123\n2,{A},1567296000123\n",
                "links.csv": "PostId,RelatedPostId\n1,2\n",
            },
        ),
        (
            CANDIDATES,
            {
                "s.jsonl": lines(
                    {"OrgQSubject": A, "RelQSubject": B, "RelQBody": "x", "RELQ_RELEVANCE2ORGQ": "PerfectMatch"},
                    {"OrgQSubject": A, "RelQSubject": C, "RELQ_RELEVANCE2ORGQ": "Irrelevant"},
                    {"OrgQSubject": A, "RelQSubject": "z", "RELQ_RELEVANCE2ORGQ": "Irrelevant"},
                )
            },
        ),
        (CANDIDATES, {"l.jsonl": lines({"query": {"subject": A}, "candidates": [B, C], "labels": [1, 0]})}),
        (
            CANDIDATES,
            {
                "questions.jsonl": lines({"id": 1, "title": A}, {"id": "2", "title": B}, {"id": 3.0, "title": C}),
                "candidates.jsonl": lines({"query_id": "1", "candidate_ids": [2, 3], "positives": [2]}),
            },
        ),
    ],
)
def test_files_come_in_many_shapes(tmp_path, kind, files):
    """In each, the question about emptying voicemail should find the one about full voicemail, and nothing else."""
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    task = read_task(tmp_path)
    [wanted] = task.wanted
    assert task.kind == kind
    assert (task.texts[wanted.text].title, [task.texts[each].title for each in wanted.relevant]) == (A, [B])


def test_rows_that_lack_something_are_counted(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(lines({"text1": A, "text2": B}, {"text1": A}, {"query": 7}), encoding="utf-8")
    assert read_task(path).unused == 2


def test_of_a_huge_file_a_part_is_measured_that_is_said(tmp_path):
    folder = history(tmp_path, [{"source_id": 14, "target_id": 10}, {"source_id": 15, "target_id": 11}])
    task = sampled(read_task(folder), texts=3, wanted=1)
    [wanted] = task.wanted
    assert len(task.texts) == 3
    assert [task.texts[wanted.text].title, *(task.texts[each].title for each in wanted.relevant)] == [*_SAME[0][::-1]]


@pytest.mark.django_db
def test_only_json_is_printed(tmp_path, capsys):
    folder = history(tmp_path, [{"source_id": 14, "target_id": 10}, {"source_id": 15, "target_id": 11}])
    call_command("evaluate_similar", str(folder), texts=2, measured=1)
    told = json.loads(capsys.readouterr().out)
    assert (told["texts"], told["measured"]) == (2, 1)
    assert "of 8 texts and 2" in told["note"]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="no such file"):
        call_command("evaluate_similar", str(tmp_path / "gone.jsonl"))
