"""The one stylesheet of all pages."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command

from community.web.styles import FOLDER, PARTS, SHEET

TOGETHER = b"".join((FOLDER / f"{name}.css").read_bytes() for name in PARTS)


def test_it_is_its_parts_in_order_and_names_the_layers_first():
    found = Path(finders.find(SHEET))
    assert found.read_bytes() == TOGETHER
    assert found.stat().st_mtime == max((FOLDER / f"{name}.css").stat().st_mtime for name in PARTS)
    assert re.search(rb"@layer[^;{]*[;{]", TOGETHER)[0].endswith(b"print;")


def test_the_other_files_are_found_as_ever():
    assert finders.find("web/tokens.css") == str(FOLDER / "tokens.css")
    assert finders.find(SHEET, find_all=True) == [finders.find(SHEET)]
    assert finders.find("web/none.css") is None


def test_every_page_loads_it(client, db):
    page = client.get("/").content.decode()
    assert f'href="/static/{SHEET}"' in page
    assert b"".join(client.get(f"/static/{SHEET}").streaming_content) == TOGETHER


def test_it_is_collected_with_the_others(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / SHEET).read_bytes() == TOGETHER
