import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.text.cleaning import MAX_COMBINING_RUN, TextRefused, clean_text
from tests.community.text.hostile import HOSTILE

ANYTHING = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cn", "Cs"]))
ODD = (
    "a1 \n\t\r\x00\x07\x85\u00ad\u034f\u061c\u094d\u0301\u200b\u200c\u200d\u200e\u202e\u2066\u2028\u2800"
    "\u3164\u0915\u0645❤️👩👩🏽🏴\U000e0067\U000e007f\ufe0f\ufeff\ufffe\ud800"
)


def cleaned_or_refused(text, **kwargs):
    try:
        return clean_text(text, **kwargs)
    except TextRefused:
        assert "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text)
        return None


@given(ANYTHING | st.text(st.sampled_from(ODD)), st.booleans())
def test_any_text_is_cleaned_once_and_for_all_or_refused(text, single_line):
    cleaned = cleaned_or_refused(text, single_line=single_line)

    if cleaned is not None:
        assert clean_text(cleaned, single_line=single_line) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        cleaned.encode()


@given(ANYTHING | st.text(st.sampled_from(ODD)))
def test_a_single_line_is_one_line_without_hidden_directions(text):
    cleaned = cleaned_or_refused(text, single_line=True) or ""

    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not set(cleaned) & set("\n\r\t\x0b\x0c\x1c\x85\u2028\u2029\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff")


def test_hostile_titles_are_cleaned():
    cleaned = {text: clean_text(text, single_line=True) for text in HOSTILE}
    assert [text for text, once in cleaned.items() if clean_text(once, single_line=True) != once] == []


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb\x00".replace("\x00", "\x07") + "\x7f\x9f", "a\tb"),
        ("e\u0301", "é"),
        ("\ufeff# x", "# x"),
        ("a\ufffe\U0010ffff\ufdd0b", "ab"),
        ("    code\n", "    code\n"),
        ("abc \u202edef\u202c", "abc \u202edef\u202c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_texts_of_several_lines(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (" a \n\n b\t\tc ", "a b c"),
        ("a\u00a0\u3000b\u2800c", "a b c"),
        ("\u202egnp.exe\u202c \u2066x\u2069\u200e\u200f\u061c", "gnp.exe x"),
        ("a\u200bb\u2060c\u00add\u3164e\ufe0f", "abcde"),
        ("\u200d\u200c\ufe0f", ""),
        ("a\u200db\u200cc", "abc"),
        ("\U000e0061\U000e007f", ""),
        ("1\ufe0f", "1\ufe0f"),
    ],
)
def test_single_lines(text, cleaned):
    assert clean_text(text, single_line=True) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d⚕\ufe0f",
        "👩🏽\u200d🚀",
        "❤\ufe0f\u200d🔥",
        "👨\u200d👩\u200d👧\u200d👦",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🇩🇪",
        "#\ufe0f\u20e3",
        "می\u200cخواهم",
        "क्\u200dष",
        "क्\u200cष",
        "ශ්\u200dරී",
        "അവന്\u200d",
        "हिन्दी",
        "עִבְרִית",
        "ภาษาไทย",
        "Việt Nam",
    ],
)
def test_titles_in_other_scripts_and_emoji_stay_whole(text):
    assert clean_text(text, single_line=True) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("single_line", [True, False])
def test_piles_of_marks_are_capped(single_line):
    cleaned = clean_text("Z" + "\u0321" * 10_000 + "\u200d" + "\u0321" * 9 + "a", single_line=single_line)

    assert sum(unicodedata.category(char) == "Mn" for char in cleaned) == MAX_COMBINING_RUN
    assert cleaned[0] == "Z"
    assert cleaned[-1] == "a"


@pytest.mark.parametrize("text", ["a\nb\n\x00", "a\nb\n\ud800x", "a\nb\nx\udfff"])
def test_what_cannot_be_stored_is_refused_with_its_line(text):
    with pytest.raises(TextRefused) as refused:
        clean_text(text)

    assert str(refused.value) == "Line 3 contains a hidden character that cannot be saved. Please type that line again."
