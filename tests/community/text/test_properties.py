"""Whatever comes in: safe HTML or a sentence, never anything else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.text.cleaning import TextRefused, clean_text
from community.text.excerpt import excerpt, plain_text
from community.text.importing import html_to_markdown
from community.text.markdown import MAX_GROWTH, render_markdown
from community.text.sanitize import sanitize
from tests.community.text.fuzzer import page, post
from tests.community.text.oracle import problems

ANYTHING = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cn", "Cs"]), max_size=300)
SYNTAX = st.text(st.sampled_from("ab1 \n\t*_`~#>-+=|[]()<>!&;:/\\\"'@.{}\u00a0\u202e\u0301🙂"), max_size=300)


def check_rendering(markdown, **kwargs):
    html = render_markdown(markdown, **kwargs).html
    assert problems(html) == []
    assert sanitize(html) == html
    assert len(html) <= MAX_GROWTH * max(len(markdown), 2_000)
    return html


@given(ANYTHING | SYNTAX)
def test_any_text_renders_to_safe_html_or_is_refused(markdown):
    try:
        check_rendering(markdown)
    except TextRefused as refused:
        assert str(refused)


@given(ANYTHING | SYNTAX)
def test_any_html_is_imported_and_renders_to_safe_html(html):
    check_rendering(html_to_markdown(html), limits=None)


@given(ANYTHING | SYNTAX, st.integers(2, 200))
def test_any_text_has_an_excerpt(markdown, length):
    html = render_markdown(clean_text(markdown.replace("\x00", "").encode(errors="ignore").decode()), limits=None).html

    assert len(excerpt(plain_text(html), length)) <= length


@pytest.mark.prove
def test_twenty_thousand_generated_posts_and_pages():
    for seed in range(20_000):
        source = random.Random(seed)
        if seed % 2:
            check_rendering(post(source), limits=None)
        else:
            check_rendering(html_to_markdown(page(source)), limits=None)
