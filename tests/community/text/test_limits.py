"""The slowest and the largest texts we could think of, at the length limit and beyond. Times are printed, not judged."""

import time

import pytest

from community.text.cleaning import TextRefused
from community.text.importing import html_to_markdown
from community.text.markdown import MAX_CHARS, MAX_GROWTH, render_markdown

UNITS = """
`|`` ` |![x](|![|[|[]|[a](|[a](b |[[a]|[a]|](|*a|*a |_a |**a|***a |~~a|*_|*_~~`|**_~~|> |- |1. |* + - |> - |
<|<!--|<a |<http:|&|&#|&amp;|&nbsp;|\\|\\[|http://|https://a.b |://|www.|www.a.b.|a@|a@b.c |mailto:|@a |@|#|~|"|(|
[a](b "|[a](b (|[a](<b|![[]()|![a][[b](|http://a.b/(|
""".replace("\n", "").split("|")[:-1]
LINES = (
    """
a|b;-|-;,|-;,-|-;,- a;,# a;,---;,a;-;,```;,>a;;,[a]: <;,[a]: u ";,    a;,;,a;
""".strip()
    .replace(";", "\n")
    .split(",")
)
SHAPES = {
    "brackets": "[" * 10_000 + "]" * 10_000,
    "images": "![" * 6_000 + "](a)" * 2_000,
    "rising backticks": " ".join("`" * n for n in range(1, 199)),
    "rising quotes": "\n".join(">" * n for n in range(1, 199)),
    "rising list": "\n".join("  " * n + "- a" for n in range(140)),
    "rising numbers": "\n".join("   " * min(n, 40) + "1. x" for n in range(150)),
    "wide table": "|".join("a" * 3_000) + "\n" + "|".join("-" * 3_000) + "\n",
    "made-up cells": "|".join("a" * 50) + "\n" + "|".join("-" * 50) + "\n" + "a\n" * 9_000,
    "aligned cells": "a|b\n:-:|-:\n" + "x|y\n" * 4_900,
    "definitions": "\n".join(f"[a{n}]: http://x/{n}" for n in range(900)),
    "open title": '[a]: /u "' + "a\n" * 9_990,
    "one definition": "[a]: http://x/" + "b" * 1_900 + "\n\n" + "[a]" * 5_900,
    "lazy quote": "> a\n" + "a\n" * 9_990,
    "address of brackets": "http://a.b/" + ")" * 19_900,
    "address of dots": "http://a.b/" + "." * 19_900 + "a",
    "code in python": "```python\n" + "\n " * 990 + "\n```\n\n",
    "code in java": "```java\n" + "\n" * 1_990 + "\n```\n\n",
    "numbers in code": "```python\n" + "1 " * 990 + "\n```\n\n",
    "marks": "a" + "\u0301" * 19_000,
    "no-break spaces": "\u00a0 " * 10_000,
}
WORST = {unit: unit * (MAX_CHARS // len(unit)) for unit in [*UNITS, *LINES]} | {
    name: (shape * 10)[:MAX_CHARS] for name, shape in SHAPES.items()
}


def timed(what, work):
    start = time.process_time()
    try:
        return work()
    except TextRefused as refused:
        return refused
    finally:
        print(f"{time.process_time() - start:6.3f} s  {what!r}")


@pytest.mark.parametrize("name", WORST)
def test_no_text_of_allowed_length_makes_a_huge_page(name):
    rendered = timed(name, lambda: render_markdown(WORST[name]))

    assert isinstance(rendered, TextRefused) or len(rendered.html) <= MAX_GROWTH * MAX_CHARS


@pytest.mark.parametrize("name", SHAPES)
def test_no_import_makes_a_huge_page(name):
    markdown = WORST[name] * 2

    rendered = timed(name, lambda: render_markdown(markdown, limits=None))

    assert len(rendered.html) <= MAX_GROWTH * len(markdown)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<b>" * 20_000 + "x",
        "<b><p>" * 5_000 + "x",
        "<blockquote>" * 3_000 + "x",
        "<ul><li>" * 3_000 + "x",
        "<table><tr><td>" * 1_000 + "x",
        "<b><i>" * 40 + "x",
        "".join(f"<b class={n}>" for n in range(99)) + "<p>x" * 5_000,
        "<a href=https://a.example>" * 5_000 + "x",
        "<ol>" + "<li>a" * 3_000,
        "<p>x" * 3_000,
        "<" * 15_000 + "x",
        "<!--" * 25_000 + "x",
        "<a " * 30_000 + "x",
        "&" * 15_000 + "x",
        "<img alt='" * 10_000 + "x",
        "<script>" * 10_000 + "x",
    ],
    ids=lambda html: html[:14],
)
def test_no_imported_page_takes_for_ever(html):
    assert isinstance(timed(html[:20], lambda: html_to_markdown(html)), str)
