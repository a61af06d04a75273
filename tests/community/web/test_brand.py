from __future__ import annotations

import random
import re

import pytest

from community.web.brand import (
    INK,
    READABLE,
    SUNKEN_DARK,
    SUNKEN_LIGHT,
    VISIBLE,
    WHITE,
    brand_tokens,
    company_stylesheet,
    contrast,
    stylesheet_version,
)

_RANDOM = random.Random(7)
COLOURS = [f"#{_RANDOM.randrange(1 << 24):06x}" for _ in range(500)]
EXTREMES = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#808080"]


@pytest.mark.parametrize("colour", EXTREMES)
def test_an_extreme_colour_gives_text_that_can_be_read(colour):
    assert_readable(colour)


def test_any_colour_gives_text_that_can_be_read():
    for colour in COLOURS:
        assert_readable(colour)


def assert_readable(colour: str) -> None:
    light, dark = brand_tokens(colour)
    pairs = [
        *[(scheme.solid, scheme.on_solid) for scheme in (light, dark)],
        *[(light.ink, ground) for ground in (WHITE, SUNKEN_LIGHT, light.soft)],
        *[(dark.ink, ground) for ground in (SUNKEN_DARK, dark.soft)],
    ]
    assert min(contrast(text, ground) for text, ground in pairs) >= READABLE, colour
    assert contrast(dark.solid, SUNKEN_DARK) >= VISIBLE, colour


@pytest.mark.parametrize(("colour", "text"), [("#ffcc00", INK), ("#001e62", WHITE), ("#005f54", WHITE)])
def test_a_button_keeps_the_very_colour_where_it_can(colour, text):
    light, _dark = brand_tokens(colour)
    assert (light.solid, light.on_solid) == (colour, text)


def test_contrast_is_the_one_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_stylesheet_sets_colours_and_nothing_else():
    css = company_stylesheet("#e60000")
    assert set(re.findall(r"--[\w-]+", css)) == {"--brand-solid", "--on-brand", "--accent", "--accent-soft"}
    assert re.fullmatch(r"@layer tokens\{:root\{[-\w:#(),;]+\}\}\n", css)


def test_the_address_changes_with_the_colour():
    assert stylesheet_version("#e60000") == stylesheet_version("#e60000") != stylesheet_version("#e60001")
