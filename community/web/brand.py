"""A company's colours: one brand colour in, a readable set of tokens for the light and the dark scheme out.

Lightness is moved in OKLCH, where equal steps look equal and the hue stays put (Björn Ottosson, "A perceptual color
space for image processing", 2020). Readable means a contrast of at least 4.5 by the formula of WCAG 2.2, criterion
1.4.3. Status, reward and focus colours stay the same in every company.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

READABLE = 4.5
# Coloured text on a dark page looks dull at the bare minimum.
READABLE_ON_DARK = 6.5
# A filled button must stand out from the page (criterion 1.4.11); on a light page its dark text or fill always does.
VISIBLE = 3.0
WHITE = "#ffffff"
INK = "#12201d"
# The least favourable surface of each scheme: `--sunken` in tokens.css (a test compares them).
SUNKEN_LIGHT = "#f4f2ec"
SUNKEN_DARK = "#1b2523"

_STEP = 0.005
_Triple = tuple[float, float, float]


@dataclass(frozen=True)
class BrandTokens:
    """Colours of one scheme as #rrggbb: fill of buttons, text on it, coloured text, and a pale ground for that text."""

    solid: str
    on_solid: str
    ink: str
    soft: str


def brand_tokens(colour: str) -> tuple[BrandTokens, BrandTokens]:
    """Derive a company's tokens for the light and the dark scheme from its brand colour, given as #rrggbb.

    On a light page buttons keep the very colour whenever black or white text can be read on it. `ink` reads on every
    surface of its scheme and on `soft`.
    """
    _lightness, chroma, hue = _to_oklch(colour)
    soft = _from_oklch(0.955, min(chroma, 0.03), hue)
    light = BrandTokens(*_solid(colour), _moved(colour, (SUNKEN_LIGHT, soft), READABLE, darker=True), soft)
    soft = _from_oklch(0.30, min(chroma, 0.04), hue)
    visible = _moved(colour, (SUNKEN_DARK,), VISIBLE, darker=False)
    dark = BrandTokens(*_solid(visible), _moved(colour, (SUNKEN_DARK, soft), READABLE_ON_DARK, darker=False), soft)
    return light, dark


@lru_cache(maxsize=512)
def company_stylesheet(colour: str) -> str:
    """Return the stylesheet that puts a company's colours over the tokens of the house. `colour` is #rrggbb."""
    light, dark = brand_tokens(colour)
    return (
        "@layer tokens{:root{"
        f"--brand-solid:light-dark({light.solid},{dark.solid});--on-brand:light-dark({light.on_solid},{dark.on_solid});"
        f"--accent:light-dark({light.ink},{dark.ink});--accent-soft:light-dark({light.soft},{dark.soft})"
        "}}\n"
    )


@lru_cache(maxsize=512)
def stylesheet_version(colour: str) -> str:
    """Return the name under which this stylesheet may be cached for ever: it changes whenever the content does."""
    return hashlib.sha256(company_stylesheet(colour).encode()).hexdigest()[:12]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _solid(colour: str) -> tuple[str, str]:
    """Return the fill nearest to the colour on which black or white text can be read, and that text colour."""
    text = max((WHITE, INK), key=lambda candidate: contrast(colour, candidate))
    return _moved(colour, (text,), READABLE, darker=text == WHITE), text


def _moved(colour: str, surfaces: tuple[str, ...], needed: float, *, darker: bool) -> str:
    """Return the colour itself, or its nearest darker or lighter neighbour with the needed contrast to all surfaces."""
    lightness, chroma, hue = _to_oklch(colour)
    found = colour
    while min(contrast(found, surface) for surface in surfaces) < needed and 0 <= lightness <= 1:
        lightness += -_STEP if darker else _STEP
        found = _from_oklch(min(1.0, max(0.0, lightness)), chroma, hue)
    return found


def _luminance(colour: str) -> float:
    red, green, blue = _to_linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_linear(colour: str) -> _Triple:
    """Undo the sRGB transfer curve."""
    red, green, blue = (_decode(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encode(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _to_oklch(colour: str) -> _Triple:
    red, green, blue = _to_linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    green_red = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blue_yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(green_red, blue_yellow), math.atan2(blue_yellow, green_red)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the nearest colour a screen can show: same lightness and hue, chroma reduced as far as needed."""
    linear = _oklch_to_linear(lightness, chroma, hue)
    while chroma > 0 and not all(-1e-4 <= value <= 1.0001 for value in linear):
        chroma = max(0.0, chroma - 0.002)
        linear = _oklch_to_linear(lightness, chroma, hue)
    return "#" + "".join(f"{round(_encode(value) * 255):02x}" for value in linear)


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> _Triple:
    green_red, blue_yellow = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
