"""What every page is held to, in both colour schemes and on three widths."""

from __future__ import annotations

import json
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360, 320)
SCHEMES = ("light", "dark")

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
_ASK_AXE = f"axe.run({{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}}).then((found) => found.violations)"
# From the top, where the sticky header covers nothing; and Django's admin lets colours fade, whatever the reader prefers.
_ARRIVE = """() => {
  scrollTo({ top: 0, behavior: "instant" });
  document.getAnimations().forEach((each) => each.finish());
}"""
_WIDEST = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
    .map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""


def find_barriers(page: Page) -> list[str]:
    """Return a line for everything on the page, as it is loaded now, that stands in somebody's way; best none."""
    page.evaluate(_AXE)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: wider than the screen: {element}" for element in page.evaluate(_WIDEST)]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(_ARRIVE)
            found += [
                f"{width} {scheme}: {line}" for violation in page.evaluate(_ASK_AXE) for line in _lines(violation)
            ]
    return found


def _lines(violation: dict) -> list[str]:
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for node in violation["nodes"]
    ]
