from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import pytest

from community.demo.consistency import check_company, load_all
from community.demo.content import AcceptContent, Act, CompanyContent, QuestionContent, VoteContent
from community.demo.entries import ContentError

COMPANIES = {company.slug: company for company in load_all()}
LARK = COMPANIES["lark"]


def question(key: str) -> QuestionContent:
    return next(question for question in LARK.questions if question.key == key)


def lark_with(key: str, /, **changes: Any) -> CompanyContent:
    changed = [replace(q, **changes) if q.key == key else q for q in LARK.questions]
    return replace(LARK, questions=tuple(changed))


def with_answer(key: str, /, **changes: Any) -> CompanyContent:
    first, *others = question(key).answers
    return lark_with(key, answers=(replace(first, **changes), *others))


def test_the_whole_demo_is_consistent() -> None:
    assert set(COMPANIES) == {"lark", "fern"}


def test_lark_mobile_has_the_size_of_a_living_community() -> None:
    answers = [answer for q in LARK.questions for answer in q.answers]

    assert len(LARK.questions) >= 60
    assert len(answers) >= 105
    assert len(LARK.members) >= 20
    assert max(q.asked.day for q in LARK.questions) == 90


def test_every_kind_of_story_is_told() -> None:
    answers = [answer for q in LARK.questions for answer in q.answers]

    assert {answer.purpose for answer in answers} == {"attempt", "needs_info", "not_attempt"}
    assert any(q.closed for q in LARK.questions)
    assert any(q.hidden and q.hidden.reason == "spam" for q in LARK.questions)
    assert any(q.locked for q in LARK.questions)
    assert any(not q.answers for q in LARK.questions)
    assert any(answer.accepted and answer.accepted.failed for answer in answers)
    assert any(answer.accepted and answer.accepted.withdrawn for answer in answers)
    assert any(answer.accepted and answer.by == q.by for q in LARK.questions for answer in q.answers)
    assert max(len(q.me_toos) for q in LARK.questions) >= 10


def test_some_questions_are_hours_old_and_wait() -> None:
    fresh = [q for q in LARK.questions if (q.asked.minutes_ago or 10_000) < 6 * 60]

    assert len(fresh) >= 4
    assert any(not q.answers for q in fresh)


def test_roles_are_those_of_a_small_company() -> None:
    assert Counter(member.role for member in LARK.members.values() if member.role != "member") == {
        "admin": 2,
        "moderator": 2,
    }
    assert Counter(member.affiliation for member in LARK.members.values())["verified"] == 1


def test_helpers_have_habits() -> None:
    topics: dict[str, Counter[str]] = {}
    for q in LARK.questions:
        for answer in q.answers:
            topics.setdefault(answer.by, Counter())[q.topic] += 1

    favourites = {helper: counts.most_common(1)[0][0] for helper, counts in topics.items()}
    assert favourites["ingrid"] == "roaming"
    assert favourites["tunde"] == "sim-and-esim"
    assert favourites["farid"] == "switching"
    assert favourites["pritha"] == "billing"
    assert favourites["gwen"] == "network"


def test_fern_energy_speaks_two_languages() -> None:
    assert {q.language for q in COMPANIES["fern"].questions} == {"de", "en"}


def test_no_two_titles_are_alike() -> None:
    titles = [q.title.casefold() for company in COMPANIES.values() for q in company.questions]
    alike = [pair for pair in combinations(titles, 2) if SequenceMatcher(None, *pair).ratio() > 0.7]

    assert alike == []


@pytest.mark.parametrize(
    ("company", "sentence"),
    [
        (lark_with("puk-locked", by="nobody"), "unknown member nobody"),
        (lark_with("puk-locked", topic="weather"), "unknown topic weather"),
        (lark_with("puk-locked", tags=("weather",)), "unknown tag weather"),
        (lark_with("puk-locked", tags=("esim", "esim")), "each once"),
        (lark_with("puk-locked", language="fr"), "does not speak fr"),
        (lark_with("puk-locked", title="x" * 201), "longer than 200"),
        (lark_with("puk-locked", key="lost-phone"), "question key 'lost-phone' occurs twice"),
        (lark_with("puk-locked", me_toos=(Act(by="tariq", at=5),)), "the asker cannot have"),
        (lark_with("puk-locked", by="deals"), "deals had not joined yet"),
        (lark_with("two-routers-one-account", by="deals"), "deals was suspended"),
        (lark_with("two-routers-one-account", me_toos=(Act(by="rosa", at=60),)), "lies in the future"),
        (lark_with("puk-locked", closed=Act(by="rosa", at=900, reason="x")), "rosa is no moderator"),
        (lark_with("puk-locked", locked=Act(by="mei", at=5, reason="x")), "wrote after a moderator had ended it"),
        (lark_with("lost-phone", closed=Act(by="mei", at=9000, reason="x")), "a solved question cannot be closed"),
        (lark_with("puk-locked", answers=question("puk-locked").answers[::-1]), "in the order of their times"),
        (with_answer("puk-locked", at=0), "something happened before its cause"),
        (with_answer("puk-locked", purpose="guess"), "unknown purpose guess"),
        (with_answer("puk-locked", votes=(VoteContent(by="sunhee", at=9, helpful=True),)), "none on one's own answer"),
        (
            with_answer("puk-locked", accepted=AcceptContent(by="rosa", at=9, withdrawn=None, failed=None)),
            "rosa may not accept",
        ),
        (
            with_answer("puk-locked", hidden=Act(by="mei", at=4, reason="x")),
            "nobody judges a hidden answer",
        ),
        (
            with_answer("esim-new-phone", hidden=Act(by="mei", at=9000, reason="x")),
            "only a visible attempt can be accepted",
        ),
        (
            with_answer(
                "esim-activating-forever", accepted=AcceptContent(by="rosa", at=9, withdrawn=None, failed=None)
            ),
            "two answers would be accepted at minute 33",
        ),
    ],
)
def test_what_could_not_have_happened_is_refused(company: CompanyContent, sentence: str) -> None:
    with pytest.raises(ContentError) as refused:
        check_company(company)

    assert sentence in str(refused.value)


def test_a_topic_without_questions_is_refused() -> None:
    kept = tuple(q for q in LARK.questions if q.topic != "home")

    with pytest.raises(ContentError, match="topics home: no question is about it"):
        check_company(replace(LARK, questions=kept))
