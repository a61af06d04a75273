import pytest

from community.web.registries import notices
from community.web.registries.notices import Notice, categories, event_types, notice, notices_for


@pytest.fixture(autouse=True)
def no_notices(monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})


def test_a_notice_is_found_by_its_event():
    @notice("answer.posted", category="answers")
    def answer_posted(event):
        return Notice(recipients=[7], title="New answer", url_name="questions:question", actor=3)

    (kind,) = notices_for("answer.posted")
    assert kind.category == "answers"
    assert kind.tell(None).recipients == [7]
    assert notices_for("vote.cast") == ()


def test_types_and_categories_are_listed_once():
    for event_type in ("answer.posted", "answer.accepted", "answer.accepted"):
        notice(event_type, category="answers")(lambda event: None)
    assert event_types() == {"answer.posted", "answer.accepted"}
    assert categories() == {"answers"}
    assert len(notices_for("answer.accepted")) == 2
