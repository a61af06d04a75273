import html

import pytest

from community.text.highlight import CLASS_NAMES, LANGUAGES, MAX_CODE, highlight, language_of
from tests.community.text.hostile import HOSTILE
from tests.community.text.oracle import CLASSES, problems, text

SAMPLE = 'def f(a): # é <b>\n\n\treturn "x\\n" + 1  \n</script>\n'


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_colours_never_change_the_code(language):
    for code in (SAMPLE, "\n\n  x\r\n", "\ufeffx", *HOSTILE[:60]):
        assert (
            text(f"<pre><code>{highlight(code, language)}</code></pre>").strip()
            == text(f"<pre><code>{html.escape(code)}</code></pre>").strip()
        )


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_code_stays_code(language):
    for code in HOSTILE[:120]:
        assert problems(highlight(code, language)) == []


def test_every_class_is_allowed():
    assert CLASS_NAMES <= CLASSES


def test_tokens_get_classes():
    shown = highlight("+a\n-b\n", "diff")

    assert '<span class="hl-inserted">+a' in shown
    assert '<span class="hl-deleted">-b' in shown


@pytest.mark.parametrize(
    ("name", "language"),
    [("PY", "python"), ("c++", "cpp"), ("lang-js", "javascript"), ("language-sh", "bash"), ("", ""), ("brainfuck", "")],
)
def test_languages_have_many_names(name, language):
    assert language_of(name) == language


@pytest.mark.parametrize("code", ["x = 1\n" * MAX_CODE, "1 " * (MAX_CODE // 2)])
def test_what_would_cost_too_much_stays_plain(code):
    assert highlight(code, "python") == code
