import pytest

from community.web.registries import notices
from community.web.registries.notices import (
    Category,
    Notice,
    categories,
    event_types,
    notice,
    notice_named,
    notices_for,
)

ANSWERS = Category("answers", "Answers to my questions")


@pytest.fixture(autouse=True)
def no_notices(monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})


def test_a_notice_is_found_by_its_event_and_by_its_name():
    @notice("answer.posted", name="answer", category=ANSWERS, title="%(actor)s answered")
    def answer_posted(event):
        return Notice(recipients=[7], url_name="questions:question", actor=3)

    (kind,) = notices_for("answer.posted")
    assert kind.category is ANSWERS
    assert kind.tell(None).recipients == [7]
    assert notice_named("answer") == kind


def test_what_nobody_registered_is_not_found():
    assert notices_for("vote.cast") == ()
    assert notice_named("vote") is None


def test_types_and_categories_are_listed_once():
    for event_type in ("answer.posted", "answer.accepted", "answer.accepted"):
        notice(event_type, name="answer", category=ANSWERS, title="")(lambda event: None)
    assert event_types() == {"answer.posted", "answer.accepted"}
    assert categories() == (ANSWERS,)
    assert len(notices_for("answer.accepted")) == 2
