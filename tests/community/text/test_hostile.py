"""Nothing that a person types becomes more than text, in posts and in imports alike."""

import nh3
import pytest

from community.text.cleaning import TextRefused, clean_text
from community.text.importing import html_to_markdown
from community.text.markdown import render_markdown
from community.text.sanitize import sanitize
from tests.community.text.hostile import HOSTILE, RAW_HTML
from tests.community.text.oracle import problems, text


def test_no_text_becomes_more_than_text():
    rendered = {markdown: render_markdown(markdown).html for markdown in HOSTILE}

    assert harmful(rendered) == {}
    assert [markdown for markdown, html in rendered.items() if sanitize(html) != html] == []


def test_cleaned_texts_stay_harmless():
    cleaned = {markdown: clean_text(markdown) for markdown in HOSTILE}

    assert [markdown for markdown, text in cleaned.items() if clean_text(text) != text] == []
    assert harmful({markdown: render_markdown(text).html for markdown, text in cleaned.items()}) == {}


def test_no_imported_html_becomes_more_than_text():
    assert harmful({html: render_markdown(html_to_markdown(html), limits=None).html for html in HOSTILE}) == {}


def test_the_allow_list_alone_would_do():
    """Without the parser in front of it: what raw HTML would be if it ever got through."""
    allowed = {html: sanitize(html) for html in HOSTILE}

    assert harmful(allowed) == {}
    assert [html for html, once in allowed.items() if sanitize(once) != once] == []


def harmful(made):
    """Return what stands in the way of the HTML that was made of each text, for those with something."""
    return {text: found for text, html in made.items() if (found := problems(html))}


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
