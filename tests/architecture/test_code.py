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


def test_nothing_is_too_long():
    lengths = {source.name: len(source.text.splitlines()) for source in sources()}
    lengths = {name: length for name, length in lengths.items() if length > LONGEST_FILE}
    assert lengths == {}
    long = {
        f"{source}: {f.name}": f.end_lineno - f.lineno + 1
        for source in sources()
        for f in functions(source)
        if f.end_lineno - f.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def calls_outside(allowed: re.Pattern[str]) -> Iterator[tuple[str, ast.Call]]:
    """Every call in files whose name is not allowed, with where it stands."""
    for source in sources():
        if not allowed.search(source.name):
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Call):
                    yield f"{source} line {node.lineno}", node


def test_writes_are_actions():
    found = [
        f"{where}: {ast.unparse(call.func)}"
        for where, call in calls_outside(MAY_WRITE)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES and _is_about_rows(call)
    ]
    assert found == []


def _is_about_rows(call: ast.Call) -> bool:
    """Return whether the call writes rows: a manager's or queryset's write, or a save of a model."""
    target = ast.unparse(call.func)
    if call.func.attr in {"update", "delete", "create"}:
        return ".objects" in target or "_set." in target or "queryset" in target
    return call.func.attr != "save" or "super()" not in target


def test_time_comes_from_the_clock():
    others = {source.name: OTHER_CLOCKS.findall(source.text) for source in sources()}
    assert {name for name, found in others.items() if found and not name.startswith(MAY_READ_OTHER_CLOCKS)} == set()


def test_links_outside_requests_come_from_the_company():
    """A bare reverse() has no company's prefix in a task or a command."""
    found = [
        where
        for where, call in calls_outside(MAY_REVERSE)
        if isinstance(call.func, ast.Name) and call.func.id in {"reverse", "reverse_lazy"}
    ]
    assert found == []


def test_nothing_hides_in_a_drawer():
    drawers = {"utils", "helpers", "misc", "common_utils"}
    assert [source.name for source in sources() if source.path.stem in drawers] == []
    assert [source.name for source in sources() if re.search(r"\b(TODO|FIXME|XXX)\b", source.text)] == []


def test_no_domain_flow_by_signal():
    signals = ("django.db.models.signals", "@receiver")
    assert [source.name for source in sources() if any(signal in source.text for signal in signals)] == []


def test_the_top_level_holds_what_the_plan_names():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("This is not a git checkout.")
    assert {name.split("/")[0] for name in tracked} <= TOP_LEVEL


def test_pins_name_no_host():
    for pins in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--index-url|--trusted-host", pins.read_text()), pins.name
