"""An imported community shows the speed that its own files tell of."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from community.insights.clocks.definitions import FIRST_ANSWER, RESOLUTION
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.cohorts import cohorts_of
from community.insights.clocks.queries.durations import durations_of
from community.insights.clocks.queries.population import Population
from community.portability.importing import import_community
from community.portability.jsonl import JsonLines
from tests import factories
from tests.community.portability.conftest import quiet
from tests.community.portability.dumps import JsonDump

HOURS = (1, 4, 24, 72)
LONG, SHORT = "Open the settings, choose Network, and restart the lamp.", "Try it."
NOW = datetime(2024, 6, 1, tzinfo=UTC)


def write_dump(folder):
    """Two hundred questions: some never answered, some by the asker or with a word only, spam, locked and solved ones."""
    random, dump = Random(3), JsonDump(folder)
    dump.users = [{"id": f"u_{number}"} for number in range(1, 12)]
    for number in range(1, 201):
        asked_at = datetime(2024, 2, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(60 * 24 * 28))
        fields = {"is_locked": random.random() < 0.1, "is_spam": random.random() < 0.05}
        if random.random() < 0.1:
            fields["closed_at"] = (asked_at + timedelta(hours=random.uniform(80, 100))).isoformat()
        answers = []
        for reply in range(random.choice([0, 1, 1, 2, 3])):
            hours = min(79.0, random.lognormvariate(1, 2))
            answers.append(f"{number}-{reply}")
            dump.answer(
                answers[-1],
                number,
                author_id=random.choice(["u_1", "u_2", "u_3", "u_4"]),
                created_at=(asked_at + timedelta(hours=hours)).isoformat(),
                body=random.choice([LONG, LONG, LONG, SHORT]),
                is_spam=random.random() < 0.05,
            )
        if answers and "closed_at" not in fields and random.random() < 0.3:
            fields |= {"accepted_answer_id": answers[0]}
        dump.question(number, created_at=asked_at.isoformat(), **fields)
    return dump.write()


def shares_of(folder):
    """Count in the files, without any of our code: nobody is closed, and nobody stops being watched, in 80 hours."""
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open()]
    answers = [json.loads(line) for line in (folder / "answers.jsonl").open()]
    asked = {q["id"]: (q["author_id"], datetime.fromisoformat(q["created_at"])) for q in questions if not q["is_spam"]}
    first = {}
    for a in answers:
        if a["question_id"] in asked and not a["is_spam"] and a["body"] != SHORT:
            asker, asked_at = asked[a["question_id"]]
            if a["author_id"] != asker:
                waited = datetime.fromisoformat(a["created_at"]) - asked_at
                first[a["question_id"]] = min(first.get(a["question_id"], waited), waited)
    return [sum(waited <= timedelta(hours=hours) for waited in first.values()) / len(asked) for hours in HOURS]


@pytest.fixture
def imported(db, tmp_path):
    folder, company = write_dump(tmp_path), factories.make_company("lamps")
    import_community(company, JsonLines(folder), quiet())
    return folder, Population(company=company, since=date(2024, 1, 1), until=date(2024, 12, 31))


def test_the_shares_answered_are_those_of_the_files(imported):
    folder, population = imported
    curve = durations_of(population.clocks(), FIRST_ANSWER, NOW).curve()
    assert [curve.share_by(3600.0 * hours) for hours in HOURS] == pytest.approx(shares_of(folder), abs=0.001)
    binned = cohorts_of(population, FIRST_ANSWER, NOW).histograms[""]
    assert [binned.share_by(3600.0 * hours) for hours in HOURS] == pytest.approx(shares_of(folder), abs=0.02)


def test_closed_locked_and_unanswered_questions_are_all_there(imported):
    folder, population = imported
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open()]
    assert population.chosen().count() == len(rows)
    assert population.excluded() == {"hidden": sum(row["is_spam"] for row in rows)}
    assert Clock.objects.filter(closing="imported").count() == sum("closed_at" in row for row in rows)


def test_solutions_at_unknown_times_are_in_no_curve_of_resolutions(imported):
    _folder, population = imported
    solved = population.clocks().filter(resolved_at__isnull=False)
    assert set(solved.values_list("resolution_quality", flat=True)) == {"unknown"}
    resolutions = durations_of(population.clocks(), RESOLUTION, NOW)
    assert resolutions.curve().happened == 0
    assert resolutions.clocks.size == population.clocks().count() - solved.count()
