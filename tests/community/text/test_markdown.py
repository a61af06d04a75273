from concurrent.futures import ThreadPoolExecutor

import pytest

from community.text.cleaning import TextRefused
from community.text.markdown import MAX_CHARS, MAX_LINKS, MAX_MENTIONS, RENDER_VERSION, Limits, render_markdown
from tests.community.text.oracle import links, text


def html(markdown):
    return str(render_markdown(markdown).html).strip()


def test_a_paragraph_is_safe_html_of_the_current_version():
    rendered = render_markdown("Hello *you*")

    assert rendered.html == "<p>Hello <em>you</em></p>\n"
    assert hasattr(rendered.html, "__html__")
    assert rendered.version == RENDER_VERSION


def test_the_same_text_always_gives_the_same_page():
    markdown = "# Hi @anna\n\n```py\nx = 1\n```\n\nhttps://a.example"

    assert render_markdown(markdown) == render_markdown(markdown)


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("abc", 3),
        ("a b\n\nc", 3),
        ("**abc**", 3),
        ("[abc](https://a.example)", 3),
        ("&amp;", 1),
        ("<b>", 3),
        ("\u200b\u200d\u3164\u2800", 0),
        ("`a b`", 2),
        ("日本語", 3),
    ],
)
def test_visible_characters_are_those_that_leave_ink(markdown, count):
    assert render_markdown(markdown).visible_chars == count


def test_mentions_are_reported_once_each_and_at_most_ten():
    names = " ".join(f"@name{n}" for n in range(12))

    assert render_markdown("@Anna, @anna and @bob-b.").mentions == ("Anna", "bob-b")
    assert render_markdown(names).mentions == tuple(f"name{n}" for n in range(10))


def test_a_text_at_the_limits_is_accepted():
    assert render_markdown("a" * MAX_CHARS).visible_chars == MAX_CHARS
    assert len(links(render_markdown("https://a.example\n" * MAX_LINKS).html)) == MAX_LINKS
    assert render_markdown("@a " * MAX_MENTIONS).mentions == ("a",)


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("a" * (MAX_CHARS + 1), "Your text is 1 character too long. It may have up to 20000."),
        ("a" * (MAX_CHARS + 7), "Your text is 7 characters too long. It may have up to 20000."),
        ("https://a.example\n" * (MAX_LINKS + 1), "Your text has 51 links. It may have up to 50."),
        ("![x](https://a.example) " * (MAX_LINKS + 1), "Your text has 51 links. It may have up to 50."),
        ("@a " * (MAX_MENTIONS + 1), "Your text mentions people 21 times. It may do so up to 20 times."),
    ],
)
def test_a_text_over_a_limit_is_refused_with_a_sentence(markdown, sentence):
    with pytest.raises(TextRefused) as refused:
        render_markdown(markdown)

    assert str(refused.value) == sentence


def test_callers_may_set_tighter_limits():
    with pytest.raises(TextRefused, match="3 characters too long"):
        render_markdown("a" * 13, limits=Limits(chars=10))


def test_a_page_far_larger_than_its_text_is_refused():
    long_address = "[a]: https://a.example/" + "b" * 1900 + "\n\n" + "[a] " * 50

    with pytest.raises(TextRefused, match="more formatting than a page can show"):
        render_markdown(long_address)


def test_imports_show_such_a_text_without_formatting():
    markdown = "[a]: https://a.example/" + "b" * 1900 + "\n\n" + "[a] " * 50

    shown = render_markdown(markdown, limits=None).html

    assert len(shown) < 10 * len(markdown)
    assert text(shown).count("[a]") == 51


def test_imports_have_no_limits_but_notify_few():
    rendered = render_markdown("@a https://a.example\n" * 500, limits=None)

    assert len(links(rendered.html)) == 500
    assert rendered.html.count("mention") == MAX_MENTIONS
    assert text(rendered.html).count("@a") == 500


@pytest.mark.parametrize("unit", ["word " * 30 + "\n\n", "line\n", "x"])
def test_long_imports_are_read_in_parts_and_lose_nothing(unit):
    markdown = unit * (5 * MAX_CHARS // len(unit))

    shown = render_markdown(markdown, limits=None)

    assert shown.visible_chars == len("".join(markdown.split()))


@pytest.mark.parametrize("place", ["[x](/c/acme/q/1)", "[x](q/1)", "[x](#top)", "[x](//a.example)", "[x](?a=b)"])
def test_stored_html_never_depends_on_where_it_is_shown(place):
    assert links(html(place)) == []
    assert place in html(place)


def test_many_threads_render_the_same_pages():
    markdowns = [
        f"# {n} @anna\n\n```py\nx = {n}\n```\n\n|a|b|\n|-|-|\n|https://a.example/{n}|*{n}*|" for n in range(60)
    ]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(render_markdown, markdowns))

    assert together == [render_markdown(markdown) for markdown in markdowns]
