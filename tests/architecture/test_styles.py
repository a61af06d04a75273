"""What every stylesheet keeps to: it mirrors itself for right-to-left pages, stays small, and uses only named tokens."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from community.web import styles

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted(
    path for package in ("community", "accounts", "rewards") for path in ROOT.glob(f"{package}/**/static/**/*.css")
)
ON_EVERY_PAGE = [styles.FOLDER / f"{name}.css" for name in styles.PARTS]
SCRIPTS = sorted(ROOT.glob("community/**/static/**/*.js"))

LONGEST_FILE = 400
MOST_STYLE_BYTES = 12 * 1024
MOST_SCRIPT_BYTES = 30 * 1024

_PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|top|bottom|width|height|min-width|max-width|min-height|max-height"
    r"|(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)[\w-]*"
    r"|border-(top|bottom)-(left|right)-radius)\s*:|(text-align|float|clear):\s*(left|right)"
)


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_names_no_side_of_the_screen(path):
    declarations = re.sub(r"@(media|container)[^{]*{", "", without_comments(path))
    assert [found.group(0) for found in _PHYSICAL.finditer(declarations)] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_fetches_nothing(path):
    assert re.findall(r"@import|url\(|@font-face", without_comments(path)) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_uses_only_tokens_that_exist(path):
    known = set(re.findall(r"(--[\w-]+):", "".join(without_comments(each) for each in STYLES)))
    assert set(re.findall(r"var\((--[\w-]+)", without_comments(path))) <= known


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_it_is_not_too_long(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_every_file_of_the_pages_is_part_of_their_stylesheet():
    """The style guide brings the one that is its own."""
    assert {path for path in STYLES if path.parent == styles.FOLDER} - set(ON_EVERY_PAGE) == {
        styles.FOLDER / "styleguide.css"
    }


def test_the_styles_of_a_page_stay_small():
    assert len(gzip.compress(b"".join(path.read_bytes() for path in ON_EVERY_PAGE))) <= MOST_STYLE_BYTES


def test_the_scripts_of_a_page_stay_small():
    """htmx, which comes as a package, takes another 17 KiB."""
    assert sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS) <= MOST_SCRIPT_BYTES - 17 * 1024
