"""Every kind of page, measured by axe in a light and a dark scheme and on three widths."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIGHTS = [(1280, "light"), (360, "dark"), (320, "light")]
FOR_VISITORS = [
    "/",
    "/?filter=solved",
    "/q/{question}/",
    "/topics/",
    "/tags/",
    "/u/{alice}/",
    "/search/?q=number",
    "/search/?q=nothing-like-this",
    "/ask/",
    "/nothing-here/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
]
FOR_MEMBERS = [
    "/q/{question}/",
    "/ask/",
    "/?filter=mine",
    "/inbox/",
    "/profile/",
    "/posts/{question}/edit/",
    "/posts/{question}/history/",
    "/accounts/email/",
    "/accounts/password/change/",
]
FOR_MODERATORS = ["/q/{question}/"]


@pytest.mark.parametrize(("width", "scheme"), SIGHTS)
@pytest.mark.parametrize(
    ("who", "paths"), [("visitor", FOR_VISITORS), ("alice", FOR_MEMBERS), ("mona", FOR_MODERATORS)]
)
def test_nothing_stands_in_anybody_s_way(scene, tab_of, who, paths, width, scheme):
    member = None if who == "visitor" else getattr(scene.cast, who)
    tab = tab_of(member, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in paths:
        page = tab.open(path.format(question=scene.question.pk, alice=scene.cast.alice.pk))
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_guide_too(settings, tab_of, scheme):
    settings.DEBUG = True
    page = tab_of(None, color_scheme=scheme).open("/styleguide/")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_a_page_takes_few_requests(scene, tab_of):
    tab = tab_of(scene.cast.alice)
    seen: list[str] = []
    tab.page.on("request", lambda request: seen.append(request.url))
    tab.open(scene.question.get_absolute_url()).wait_for_load_state("networkidle")
    assert len(seen) <= 12, seen
