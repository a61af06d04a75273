"""What every page is held to, in both colour schemes and on three widths."""

from __future__ import annotations

import json
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The narrow ones begin with the narrowest, where most is in the way of something else.
WIDTHS = (1280, 320, 360)
SCHEMES = ("light", "dark")
# What these rules say depends on colours, and on where things stand; what all others say only on what is there.
_ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]
_ABOUT_PLACES = ["target-size", "scrollable-region-focusable"]

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
# From the top, where the sticky header covers nothing; and Django's admin lets colours fade, whatever the reader prefers.
_ARRIVE = """() => {
  scrollTo({ top: 0, behavior: "instant" });
  document.getAnimations().forEach((each) => each.finish());
}"""
_WIDEST = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
    .map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""
# A rule is asked once for each look of the page that it can tell from another: most of what is dark or narrow is what
# was light or wide, and asking takes seconds.
_VIOLATIONS = f"""async () => {{
  const judged = (globalThis.judged ??= new Set());
  const [shape, colours, places] = [[document.documentElement.outerHTML], [], []];
  for (const each of document.querySelectorAll("html, body, body *")) {{
    for (const part of [null, "::before", "::after"]) {{
      const style = getComputedStyle(each, part);
      if (part && style.content === "none") continue;
      shape.push(style.display, style.visibility, style.opacity, style.position, style.content, style.fontSize,
        style.fontWeight, style.overflowX, style.overflowY, style.clipPath, style.zIndex, style.textDecorationLine);
      colours.push(style.color, style.backgroundColor, style.backgroundImage, style.textShadow, style.textDecorationColor,
        style.borderColor, style.filter);
    }}
    const box = each.getBoundingClientRect();
    shape.push(box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0);
    places.push(box.x, box.y, box.width, box.height);
  }}
  const looks = {{ colours: shape + "|" + colours, places: shape + "|" + places, shape: String(shape) }};
  const about = {{ colours: {json.dumps(_ABOUT_COLOURS)}, places: {json.dumps(_ABOUT_PLACES)} }};
  about.shape = axe.getRules().map((rule) => rule.ruleId).filter((rule) => !Object.values(about).flat().includes(rule));
  const known = Object.keys(about).filter((name) => judged.has(name + looks[name]));
  if (known.length === 3) return [];
  Object.keys(about).forEach((name) => judged.add(name + looks[name]));
  const rules = Object.fromEntries(known.flatMap((name) => about[name]).map((rule) => [rule, {{ enabled: false }}]));
  return (await axe.run({{ runOnly: {json.dumps(RULES)}, rules, resultTypes: ["violations"] }})).violations;
}}"""


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
                f"{width} {scheme}: {line}" for violation in page.evaluate(_VIOLATIONS) for line in _lines(violation)
            ]
    return found


def _lines(violation: dict) -> list[str]:
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for node in violation["nodes"]
    ]
