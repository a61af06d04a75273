"""The figures of a monthly report."""

from __future__ import annotations

import pytest

from community.personalization.accountability import saying
from community.personalization.accountability.auditing import AnswerFact, AskedFact, OfferFact, findings_of, report
from community.personalization.accountability.queries.report import report_rows
from community.personalization.accountability.templatetags.learning import share_interval


def asked(language, n, answered, start=0):
    return [AskedFact(start + number, language, number < answered) for number in range(n)]


def offered(question, newcomer_at=()):
    return [OfferFact(question, place, place in newcomer_at, True, place == 0) for place in range(5)]


def test_a_planted_disparity_of_thirty_percent_is_a_finding_with_interval_and_examples():
    figures = report([], [], [], [*asked("en", 200, 140), *asked("es", 100, 49, start=1000)])
    spanish, english = figures["languages"]
    assert spanish["ratio"] == pytest.approx(0.7)
    assert 0.5 < spanish["ratio_low"] < 0.7 < spanish["ratio_high"] < 0.9
    assert spanish["low"] < 0.49 < spanish["high"]
    assert spanish["examples"] == [1049, 1050, 1051, 1052, 1053]
    assert findings_of(figures) == ["es", "en"] and english["ratio"] > 1.25


def test_small_differences_and_few_questions_are_no_finding():
    assert findings_of(report([], [], [], [*asked("en", 200, 140), *asked("es", 100, 60)])) == []
    assert findings_of(report([], [], [], [*asked("en", 200, 140), *asked("es", 49, 0)])) == []


def test_exposure_stands_beside_merit_and_zeros_are_stated():
    offers = [each for question in range(20) for each in offered(question, newcomer_at=(4,))]
    answers = [AnswerFact(0, False, True)] * 30 + [AnswerFact(4, True, False)] * 10
    figures = report(list(range(10)), offers, answers, [])
    assert figures["offers"]["coverage"] == 0.5 and figures["offers"]["newcomers"]["share"] == pytest.approx(0.2)
    assert figures["offers"]["gini_with_zeros"] == pytest.approx(0.5) and figures["offers"]["gini_among_offered"] == 0
    assert figures["offers"]["declined"]["share"] == pytest.approx(0.2)
    assert figures["answers"]["newcomers"]["share"] == 0.25
    new, old = figures["exposure"]
    # 30 of 30 and 0 of 10 accepted: drawn to 0.75, that is 30 * 52.5 / 60 = 26.25 and 10 * 22.5 / 40 = 5.625.
    assert (new["merit"], old["merit"]) == pytest.approx((5.625 / 31.875, 26.25 / 31.875))
    assert new["ratio"] == pytest.approx(0.2 / (5.625 / 31.875))


def test_the_rule_for_newcomers_is_tested_on_prefixes():
    plain = [OfferFact(1, place, False, False, False) for place in range(20)]
    fair = [OfferFact(2, place, place % 5 == 4, False, False) for place in range(20)]
    rows = report([], [*plain, *fair], [], [])["prefixes"]
    assert rows[-1] == {"length": 20, "lists": 2, "unfair": 1}


def test_a_month_of_nothing_says_nothing():
    figures = report([], [], [], [])
    assert figures["languages"] == [] and figures["offers"]["coverage"] is None
    assert figures["offers"]["newcomers"]["share"] is None


def of_people(newcomers, others, *, each=6):
    """Return the report's page for so many new helpers and others, with so many offers and answers of each."""
    people = [(person, person < newcomers) for person in range(newcomers + others)] * each
    offers = [OfferFact(number, person, is_new, True, False) for number, (person, is_new) in enumerate(people)]
    answers = [AnswerFact(person, is_new, True) for person, is_new in people]
    return report_rows(report(list(range(newcomers + others)), offers, answers, []))


@pytest.mark.parametrize(("newcomers", "others"), [(5, 4), (4, 5), (8, 0)])
def test_shares_of_newcomers_are_said_where_neither_side_is_a_few_people(newcomers, others):
    whole, few = of_people(5, 5), of_people(newcomers, others)
    assert whole.is_whole and [each.ratio for each in whole.exposure] == pytest.approx([1, 1])
    assert not few.is_whole and few.offers["gini_with_zeros"] == 0
    assert few.offers["newcomers"]["share"] is None and few.answers["newcomers"]["share"] is None
    assert {(each.exposure, each.merit, each.ratio) for each in few.exposure} == {(None, None, None)}


def test_of_few_offers_and_of_few_people_no_figure_is_said_but_how_many():
    for said, n, people in ((of_people(1, 4, each=1), 5, 5), (of_people(2, 2, each=25), 100, 4)):
        assert (said.offers["n"], said.offers["people"]) == (n, people)
        for name in ("gini_with_zeros", "gini_among_offered", "top_1", "top_tenth", "coverage"):
            assert said.offers[name] is None
        assert said.answers["gini_with_zeros"] is None
        assert said.offers["declined"]["share"] is None and share_interval(said.offers["declined"]) == ""


def test_shares_of_a_whole_are_rounded_to_a_whole():
    assert [saying.percent(share).split()[0] for share in (0.936, 0.064)] == ["94", "6"]
