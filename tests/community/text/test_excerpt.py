import pytest

from community.text.excerpt import excerpt, plain_text
from community.text.markdown import render_markdown


def plain(markdown):
    return plain_text(render_markdown(markdown).html)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# Hi\n\nthere *you*", "Hi\nthere you"),
        ("a\nb", "a\nb"),
        ("- a\n- b\n  - c", "a\nb\nc"),
        ("> a\n\nb", "a\nb"),
        ("|a|b|\n|-|-|\n|1|2|", "a b\n1 2"),
        ("```\nif x:\n\n    y\n```\nz", "if x:\n\n    y\nz"),
        ("&lt;b&gt; &amp;amp; <i>", "<b> &amp; <i>"),
        ("[a](https://b.example)![c](https://d.example)", "ac"),
        ("", ""),
        ("a\n\n---\n\nb", "a\nb"),
    ],
)
def test_plain_text_has_a_line_for_each_block(markdown, words):
    assert plain(markdown) == words


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two, three", 9, "one two…"),
        ("a" * 50, 10, "a" * 9 + "…"),
        ("see " + "a" * 50, 20, "see " + "a" * 15 + "…"),
        ("one\n\n  two", 20, "one two"),
        ("\u202eabc\u202c", 20, "abc"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_ends_between_words(text, length, short):
    assert excerpt(text, length) == short
    assert len(excerpt(text, length)) <= length
