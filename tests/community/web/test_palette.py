"""The colours of tokens.css, measured from the file itself: text and its ground in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from community.web import brand
from community.web.brand import contrast

TOKENS = Path(brand.__file__).parent / "static" / "web" / "tokens.css"
LIGHT, DARK = 0, 1

BODY_TEXT = 7.0
TEXT = 4.5
SHAPE = 3.0

PAIRS = [
    *[("ink", ground, BODY_TEXT) for ground in ("bg", "surface", "sunken")],
    *[("ink-2", ground, TEXT) for ground in ("bg", "surface", "sunken")],
    *[(text, ground, TEXT) for text in ("accent", "solved", "wait", "danger", "info") for ground in ("bg", "surface")],
    *[(text, f"{text}-soft", TEXT) for text in ("accent", "solved", "wait", "danger", "info")],
    *[("ink", f"{ground}-soft", BODY_TEXT) for ground in ("danger", "info", "reward")],
    ("on-accent", "accent", TEXT),
    ("on-solved", "solved", TEXT),
    ("on-reward", "reward", TEXT),
    ("reward-ink", "surface", TEXT),
    ("reward-ink", "reward-soft", TEXT),
    ("bg", "wait", TEXT),  # the number of unread notices
    ("bg", "ink", BODY_TEXT),  # short messages
    *[(f"code-{kind}", "sunken", TEXT) for kind in ("keyword", "string", "number", "name", "comment")],
    *[(shape, ground, SHAPE) for shape in ("line-strong", "focus") for ground in ("bg", "surface", "sunken")],
]


def tokens() -> dict[str, tuple[str, str]]:
    found = re.findall(
        r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS.read_text(encoding="utf-8")
    )
    return {name: (light, dark) for name, light, dark in found}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "needed"), PAIRS)
def test_text_can_be_read_on_its_ground(text, ground, needed, scheme):
    colours = tokens()
    assert contrast(colours[text][scheme], colours[ground][scheme]) >= needed


def test_brand_colours_are_measured_against_the_real_surfaces():
    assert tokens()["sunken"] == (brand.SUNKEN_LIGHT, brand.SUNKEN_DARK)


def test_every_colour_is_written_for_both_schemes():
    shadows_aside = re.sub(r"--shadow.*", "", TOKENS.read_text(encoding="utf-8"))
    assert len(re.findall(r"#[0-9a-f]{6}", shadows_aside)) == 2 * len(tokens())
