"""What the house plan says of the code, read from the code."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, Source, sources

TOP_LEVEL = {
    ".ci", ".dockerignore", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "accounts", "community",
    "deploy", "docs", "manage.py", "pyproject.toml", "requirements", "rewards", "tests",
}  # fmt: skip
LONGEST_FUNCTION, LONGEST_FILE = 50, 400
WRITES = {
    "create", "acreate", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create", "save",
}  # fmt: skip
# Writes outside actions: the floor that actions stand on, importers and seeds, and allauth's own rows.
MAY_WRITE = re.compile(
    r"(^|/)(actions|migrations)(/|\.py)|^community/(audit|events|portability|demo|stack|web)/|^accounts/models/person\.py$"
    r"|^community/personalization/evaluation/likeness/served\.py$"
    r"|^community/search/|^community/notifications/reactions\.py$|^community/live/"
)
OTHER_CLOCKS = re.compile(r"\b(datetime\.now|datetime\.utcnow|timezone\.now|time\.time|date\.today|localdate)\b")
MAY_READ_OTHER_CLOCKS = ("community/clock.py", "community/stack/")
MAY_REVERSE = re.compile(
    r"/(views|admin|templatetags)(/|\.py)|/models/|/(urls|middleware|adapter|context|errors|sites|site|acts|local|panels)\.py"
)


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("source", sources(), ids=str)
def test_nothing_is_too_long(source):
    assert len(source.text.splitlines()) <= LONGEST_FILE
    long = {
        f.name: f.end_lineno - f.lineno + 1 for f in functions(source) if f.end_lineno - f.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("source", [s for s in sources() if not MAY_WRITE.search(s.name)], ids=str)
def test_writes_are_actions(source):
    found = [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and _is_about_rows(node)
    ]
    assert found == []


def _is_about_rows(call: ast.Call) -> bool:
    """Return whether the call writes rows: a manager's or queryset's write, or a save of a model."""
    target = ast.unparse(call.func)
    if call.func.attr in {"update", "delete", "create"}:
        return ".objects" in target or "_set." in target or "queryset" in target
    return call.func.attr != "save" or "super()" not in target


@pytest.mark.parametrize("source", [s for s in sources() if not s.name.startswith(MAY_READ_OTHER_CLOCKS)], ids=str)
def test_time_comes_from_the_clock(source):
    assert OTHER_CLOCKS.findall(source.text) == []


@pytest.mark.parametrize("source", [s for s in sources() if not MAY_REVERSE.search(s.name)], ids=str)
def test_links_outside_requests_come_from_the_company(source):
    """A bare reverse() has no company's prefix in a task or a command."""
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    assert [call.lineno for call in calls if ast.unparse(call.func) in {"reverse", "reverse_lazy"}] == []


@pytest.mark.parametrize("source", sources(), ids=str)
def test_nothing_hides_in_a_drawer(source):
    assert source.path.stem not in {"utils", "helpers", "misc", "common_utils"}
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", source.text)


@pytest.mark.parametrize("source", sources(), ids=str)
def test_no_domain_flow_by_signal(source):
    assert "django.db.models.signals" not in source.text
    assert "@receiver" not in source.text


def test_the_top_level_holds_what_the_plan_names():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("This is not a git checkout.")
    assert {name.split("/")[0] for name in tracked} <= TOP_LEVEL


def test_pins_name_no_host():
    for pins in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--index-url|--trusted-host", pins.read_text()), pins.name
