"""Documentation that must not fall behind the code."""

from __future__ import annotations

import re

from django.core.management import call_command

from tests.architecture.source import ROOT, sources

_READERS = re.compile(r"environment\.[a-z_]+\(\s*\"([A-Z_]+)\"")


def test_every_variable_is_described():
    read = {name for source in sources() for name in _READERS.findall(source.text)}
    described = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE))
    assert read == described


def test_the_map_of_events_is_fresh():
    call_command("document_events", check=True)


def test_every_decision_states_itself_in_its_title():
    for page in (ROOT / "docs" / "adr").glob("*.md"):
        assert re.match(r"# \d{4}: .+", page.read_text()), page.name
        assert page.name[:4] == page.read_text()[2:6]
