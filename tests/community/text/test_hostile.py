"""Nothing that a person types becomes more than text, in posts and in imports alike."""

import nh3
import pytest

from community.text.cleaning import TextRefused, clean_text
from community.text.importing import html_to_markdown
from community.text.markdown import render_markdown
from community.text.sanitize import sanitize
from tests.community.text.hostile import HOSTILE, RAW_HTML
from tests.community.text.oracle import problems, text


@pytest.mark.parametrize("markdown", HOSTILE)
def test_no_text_becomes_more_than_text(markdown):
    html = render_markdown(markdown).html

    assert problems(html) == []
    assert sanitize(html) == html


@pytest.mark.parametrize("markdown", HOSTILE)
def test_cleaned_texts_stay_harmless(markdown):
    cleaned = clean_text(markdown)

    assert clean_text(cleaned) == cleaned
    assert problems(render_markdown(cleaned).html) == []


@pytest.mark.parametrize("html", HOSTILE)
def test_no_imported_html_becomes_more_than_text(html):
    markdown = html_to_markdown(html)

    assert problems(render_markdown(markdown, limits=None).html) == []


@pytest.mark.parametrize("html", HOSTILE)
def test_the_allow_list_alone_would_do(html):
    """Without the parser in front of it: what raw HTML would be if it ever got through."""
    once = sanitize(html)

    assert problems(once) == []
    assert sanitize(once) == once


@pytest.mark.parametrize("markdown", RAW_HTML)
def test_html_is_shown_as_typed(markdown):
    shown = text(render_markdown(markdown).html)

    assert "alert(1)" not in markdown or "alert(1)" in shown
    assert "<" in shown or "<" not in markdown


@pytest.mark.parametrize("hidden", ["\x00", "\ud800", "\udfff"])
def test_what_cannot_be_stored_is_refused_everywhere(hidden):
    for check in (render_markdown, clean_text):
        with pytest.raises(TextRefused, match="Line 2"):
            check(f"one\ntwo{hidden}")


def test_the_corpus_is_large_and_bites():
    assert len(HOSTILE) == len(set(HOSTILE)) > 150
    assert sum(bool(problems(html)) for html in RAW_HTML) > 45
    assert any(problems(nh3.clean(html)) for html in HOSTILE), "the oracle must be stricter than the library's defaults"
