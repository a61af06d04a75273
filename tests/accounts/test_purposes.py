"""What people agree to is a numbered text: whoever changes it gives it a new number."""

from __future__ import annotations

from accounts.purposes import WORDINGS, Purpose

# Never change a line of these: somebody may have agreed to that text. A new text is a new line with the next number.
PUBLISHED = {
    ("routing", 1): "ca600bdf3126ff1a",
    ("routing", 2): "abd1d944669e49a8",
    ("feed", 1): "bd20e8c00ea8c44e",
    ("feed", 2): "881a1e5c73ee0cdb",
    ("send_time", 1): "c627bc23bc8e15ab",
    ("send_time", 2): "e37daba50f4b03c9",
    ("experiments", 1): "038da1f7a1de9c2b",
    ("experiments", 2): "f8e7288d823ea57b",
    ("ai_assist", 1): "8b7e0f0dd8b8658f",
    ("marketing", 1): "49f0dfe49cee4f22",
}


def test_a_changed_text_has_a_new_number():
    told = {(str(purpose), each.number): each.sha() for purpose, texts in WORDINGS.items() for each in texts}
    assert told == PUBLISHED


def test_every_purpose_has_texts_that_are_numbered_without_gaps():
    assert set(WORDINGS) == set(Purpose)
    for texts in WORDINGS.values():
        assert [each.number for each in texts] == list(range(1, len(texts) + 1))


def test_whoever_is_profiled_says_that_they_are_of_age():
    asked = {purpose for purpose, texts in WORDINGS.items() if texts[-1].age}
    assert asked == {Purpose.ROUTING, Purpose.FEED, Purpose.SEND_TIME, Purpose.EXPERIMENTS}
