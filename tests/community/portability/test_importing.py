"""A whole import: stopped, repeated, searched, and how much memory it takes."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator

import pytest

from accounts.models import Company, CompanySlug
from community.events.models import Delivery
from community.portability import importing
from community.portability.importing import company_for_import, import_community, only_import_into
from community.portability.jsonl import JsonLines
from community.portability.records import BadSource, CannotImport, Source
from community.questions.models import Answer, Question
from rewards.badges.models import BadgeAward
from rewards.reputation.models import Score
from tests import factories
from tests.community.portability.conftest import quiet
from tests.races import race


class StopsAfter:
    """A source that breaks after some rows of a kind, as when somebody presses Ctrl-C."""

    def __init__(self, source: Source, kind: str, rows: int) -> None:
        self._source, self._kind, self._rows = source, kind, rows

    def __getattr__(self, name: str):
        if name != self._kind:
            return getattr(self._source, name)
        return self._some

    def _some(self) -> Iterator[object]:
        for number, row in enumerate(getattr(self._source, self._kind)()):
            if number == self._rows:
                raise KeyboardInterrupt
            yield row


@pytest.fixture
def thread_of_seven(jsonl, monkeypatch):
    """Return a dump that takes several batches."""
    monkeypatch.setattr(importing, "BATCH", 2)
    for number in range(7):
        jsonl.question(number, accepted_answer_id=f"a{number}", tags=["lamp"])
        jsonl.answer(f"a{number}", number, num_helpful=2)
    return jsonl


@pytest.mark.parametrize("kind", ["users", "questions", "answers", "acceptances", "votes"])
def test_an_import_that_was_stopped_is_completed_by_repeating_it(lamps, thread_of_seven, kind):
    thread_of_seven.users = [{"id": f"u_{number}", "name": "Sam"} for number in range(5)]
    source = JsonLines(thread_of_seven.write())
    with pytest.raises(KeyboardInterrupt):
        import_community(lamps, StopsAfter(source, kind, 3), quiet())
    import_community(lamps, source, quiet())
    solved = Question.objects.filter(state="resolved", answer_count=1, answers__post__helpful_count=2)
    assert (solved.count(), lamps.tags.get().question_count) == (7, 7)
    assert import_community(lamps, source, quiet()).events == 0


def test_a_bad_row_keeps_what_came_before_it(lamps, thread_of_seven):
    path = thread_of_seven.write() / "answers.jsonl"
    path.write_text(path.read_text() + "{")
    with pytest.raises(BadSource, match="line 8"):
        import_community(lamps, JsonLines(path.parent), quiet())
    assert (Question.objects.count(), Answer.objects.count()) == (7, 6)
    path.write_text(path.read_text()[:-1])
    assert import_community(lamps, JsonLines(path.parent), quiet()).answers == 1


def test_helpers_of_the_past_have_reputation_and_badges_twice_told_or_not(lamps, thread_of_seven):
    source = JsonLines(thread_of_seven.write())
    for _time in range(2):
        import_community(lamps, source, quiet())
        assert Score.objects.filter(company=lamps, total__gt=0).count() > 0
        assert sum(Score.objects.filter(company=lamps).values_list("solved", flat=True)) == 7
    assert not Delivery.objects.filter(company=lamps.key).exists()
    held = BadgeAward.objects.filter(company=lamps).values_list("badge__slug", flat=True)
    assert "first-solution" in held


def test_search_finds_what_was_imported(lamps, xml, bring_in, browser_of):
    xml.question(1, Title="Flickering chandelier in the hall")
    bring_in(xml)
    assert "chandelier" in browser_of(None).get("/c/lamps/search/?q=chandeliers").content.decode()


def test_two_imports_into_one_company_do_not_run_at_once(transactional_db):
    company = factories.make_company("lamps")

    def second(_number: int) -> str:
        with only_import_into(company):
            return "ran"

    with only_import_into(company):
        assert race(1, second) == {"CannotImport": 1}
    assert race(1, second) == {"ran": 1}


@pytest.mark.parametrize("slug", ["Lamps", "a b", "lämps", "x" * 41, "", "../up", "old-name"])
def test_a_company_gets_no_short_name_that_it_cannot_have(db, slug):
    CompanySlug.objects.create(company=factories.make_company(), slug="old-name")
    with pytest.raises(CannotImport):
        company_for_import(slug, "", "en")
    assert Company.objects.count() == 1


def test_a_company_is_made_when_there_is_none(db):
    made = company_for_import("brass-lamps", "", "de")
    assert (made.name, made.languages, made.default_language) == ("Brass Lamps", ["de"], "de")
    assert company_for_import("brass-lamps", "Other", "en") == made


@pytest.mark.parametrize(("name", "language"), [("x" * 81, "en"), ("Lamps", "tlh")])
def test_a_company_that_cannot_be_is_not_made(db, name, language):
    with pytest.raises(CannotImport):
        company_for_import("lamps", name, language)
    assert not Company.objects.exists()


@pytest.mark.prove
def test_ten_times_the_questions_take_no_more_memory(transactional_db, jsonl):
    def peak(questions: int) -> int:
        jsonl.questions, jsonl.answers, jsonl.users = [], [], []
        for number in range(questions):
            jsonl.users.append({"id": f"u_{number}", "name": "Sam"})
            closed = {"closed_at": "2014-02-01T00:00:00Z"} if number % 2 else {}
            jsonl.question(
                number, author_id=f"u_{number}", accepted_answer_id=f"a{number}", tags=[f"t{number}"], **closed
            )
            jsonl.answer(f"a{number}", number, num_helpful=1)
        source = JsonLines(jsonl.write())
        jsonl.questions, jsonl.answers, jsonl.users = [], [], []
        company = factories.make_company(f"lamps-{questions}")
        # With much else in memory the collector lets cycles lie for long, which would be measured as growth.
        gc.collect()
        gc.freeze()
        tracemalloc.start()
        import_community(company, source, quiet())
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        gc.unfreeze()
        return most

    peak(50)  # what is loaded once is no part of the measure
    assert peak(5_000) < peak(500) + 3_000_000
