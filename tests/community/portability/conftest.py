"""Dumps to import, and what holds after every import."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from rich.console import Console

from accounts.models import Company
from community.events.models import Delivery, Event
from community.portability.importing import Imported, import_community
from community.portability.jsonl import JsonLines
from community.portability.progress import Told
from community.portability.records import Source
from community.portability.stackexchange import StackExchange
from tests import factories
from tests.community.portability.dumps import JsonDump, XmlDump
from tests.invariants import check_questions


@pytest.fixture
def xml(tmp_path: Path) -> XmlDump:
    """Return an empty Stack Exchange dump with two people."""
    dump = XmlDump(tmp_path)
    dump.user(1, "Rosa")
    dump.user(2, "Sam")
    return dump


@pytest.fixture
def jsonl(tmp_path: Path) -> JsonDump:
    """Return an empty dump of JSON lines."""
    return JsonDump(tmp_path)


@pytest.fixture
def lamps(db: None) -> Iterator[Company]:
    """Return a company to import into; afterwards states follow from facts, and nobody was told of what is past."""
    company = factories.make_company("lamps")
    yield company
    if not connection.needs_rollback:
        check_questions()
        assert not Delivery.objects.filter(event__source=Event.Source.IMPORT).exists()


@pytest.fixture
def bring_in(lamps: Company) -> Callable[[XmlDump | JsonDump], Imported]:
    """Write a dump and import it, without a word."""

    def run(dump: XmlDump | JsonDump) -> Imported:
        folder = dump.write()
        source: Source = StackExchange(folder) if isinstance(dump, XmlDump) else JsonLines(folder)
        return import_community(lamps, source, quiet())

    return run


def quiet() -> Told:
    """Return a listener that shows nothing."""
    return Told(Console(file=io.StringIO()))
