import pytest
from django import forms
from django.core.exceptions import ValidationError

from community.text.fields import CleanCharField, CleanTextField


class Form(forms.Form):
    title = CleanCharField(min_length=10, max_length=150)
    body = CleanTextField(max_length=20_000, required=False)


def sentence(field, value):
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a" * 9, "Please write at least 1 more character."),
        ("a" * 8, "Please write at least 2 more characters."),
        ("a" * 151, "This is 1 character too long. It may have up to 150."),
        ("a" * 200, "This is 50 characters too long. It may have up to 150."),
        ("a" * 1_000_000, "This is 999850 characters too long. It may have up to 150."),
        ("a" * 10 + "\x00", "Line 1 contains a hidden character that cannot be saved. Please type that line again."),
        ("a" * 10 + "\ud800", "Line 1 contains a hidden character that cannot be saved. Please type that line again."),
        ("", "This field is required."),
        (" \n ", "This field is required."),
        ("\u200b\u202e\u3164\ufeff", "This field is required."),
        (None, "This field is required."),
    ],
)
def test_bad_input_gets_one_clear_sentence(value, said):
    assert sentence(CleanCharField(min_length=10, max_length=150), value) == [said]


def test_characters_are_counted_after_cleaning():
    field = CleanCharField(min_length=3, max_length=3)

    assert field.clean("  a\u200bbe\u0301\r\n") == "abé"


def test_a_title_is_one_line():
    assert CleanCharField().clean("a\r\n b\tc\u202e") == "a b c"


def test_a_body_keeps_its_lines_and_the_indentation_of_its_first():
    assert CleanTextField().clean("\r\n \r\n    code\r\n\r\ntext  \r\n") == "    code\n\ntext"


def test_space_can_be_kept():
    assert CleanTextField(strip=False).clean("\n a \n") == "\n a \n"
    assert CleanCharField(strip=False).clean("a") == "a"


def test_an_optional_field_may_be_empty():
    assert CleanTextField(required=False, min_length=20).clean("  ") == ""


def test_a_form_shows_the_whole_text_again():
    paste = "x" * 1_000_000
    form = Form({"title": "A fine long title", "body": paste})

    assert form.errors == {"body": ["This is 980000 characters too long. It may have up to 20000."]}
    assert form["body"].value() == paste
    assert paste in str(form["body"])


def test_browsers_do_not_cut_what_is_pasted():
    assert "maxlength" not in str(Form()["title"])
    assert "<textarea" in str(Form()["body"])
