"""Pages that ask people to choose about their data do not push them: nothing is ticked beforehand, nobody is shamed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Where somebody says yes or no to what is done with their data, or leaves something.
PLACES = (
    "accounts/templates/accounts/*consent*",
    "accounts/templates/accounts/choices",
    "community/personalization/**/templates/**/*",
)
CHOICES = sorted(path for place in PLACES for path in ROOT.glob(f"{place}.html"))
SHAMING = re.compile(r"no,? i (don't|do not) (want|like|care)|are you (really )?sure|you will miss|don't miss|miss out|"
                     r"we(’|')re sad|sorry to see|last chance|hurry|only today", re.I)  # fmt: skip


def test_the_pages_are_found():
    names = {path.name for path in CHOICES}
    assert {"_consent_buttons.html", "_consent_notice.html", "choices.html", "model_card.html"} <= names


@pytest.mark.parametrize("path", CHOICES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_is_ticked_beforehand_and_nobody_is_shamed(path):
    source = path.read_text(encoding="utf-8")
    # What somebody chose may be shown as chosen: then it stands under a condition.
    unconditional = re.sub(r"{% if [^%]*%}\s*checked\s*{% endif %}", "", source)
    assert not re.search(r"\bchecked\b", unconditional)
    assert SHAMING.search(source) is None


def test_yes_and_no_weigh_the_same():
    buttons = (ROOT / "accounts/templates/accounts/_consent_buttons.html").read_text(encoding="utf-8")
    classes = re.findall(r'<button[^>]*class="([^"]*)"', buttons)
    assert len(classes) >= 2 and len(set(classes)) == 1
