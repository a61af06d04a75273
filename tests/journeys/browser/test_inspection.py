"""The inspection itself: what stands in the way in one colour scheme on one width only is found there."""

from __future__ import annotations

import pytest

from tests.journeys.browser.inspection import find_barriers

_PAGE = """<!doctype html><html lang="en"><head><title>A page</title>
<meta name="viewport" content="width=device-width"><style>
  :root {{ color-scheme: light dark; background: Canvas; color: CanvasText }}
  button {{ min-inline-size: 3rem; min-block-size: 3rem }}
  {rule}
</style></head><body><main><h1>A heading</h1><p>Some words.</p><button>One</button><button>Two</button>
<img src="data:," {image}></main></body></html>"""
_DARK = "(prefers-color-scheme: dark)"


@pytest.mark.parametrize(
    ("rule", "where", "what"),
    [
        (f"@media {_DARK} {{ p {{ color: #444; background: #222 }} }}", "1280 dark", "color-contrast"),
        (f"@media {_DARK} and (max-width: 340px) {{ p {{ color: #444; background: #222 }} }}", "320 dark", "color-contrast"),
        ("@media (width: 360px) { p { color: #aaa; background: #fff } }", "360 light", "color-contrast"),
        (f"@media {_DARK} and (width: 360px) {{ p {{ color: #333; background: #222 }} }}", "360 dark", "color-contrast"),
        (
            "@media (width: 360px) { button { min-inline-size: 0; min-block-size: 0; inline-size: 9px; block-size: 9px;"
            " padding: 0; margin: 0; border: 0; overflow: hidden } }",
            "360 light",
            "target-size",
        ),
        ("@media (max-width: 340px) { p { inline-size: 500px } }", "320:", "wider than the screen"),
        (f"@media {_DARK} and (width: 360px) {{ h1 {{ display: none }} }}", "360 dark", "page-has-heading-one"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_one_look_only_is_found(open_browser, rule, where, what):
    page = open_browser()
    page.set_content(_PAGE.format(rule=rule, image='alt=""'))
    found = find_barriers(page)
    assert [line for line in found if line.startswith(where) and what in line], found
    assert not [line for line in found if what not in line], found


def test_what_is_wrong_everywhere_is_told_once(open_browser):
    page = open_browser()
    page.set_content(_PAGE.format(rule="", image=""))
    assert ["image-alt" in line for line in find_barriers(page)] == [True]
