"""Moving the clock of a community."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from community import clock


@pytest.fixture
def own_clock(settings, tmp_path, monkeypatch):
    """Give the test a file for the clock, read anew each time."""
    settings.CLOCK_FILE = tmp_path / "clock"
    monkeypatch.setattr(clock, "_RECHECK_SECONDS", 0.0)
    monkeypatch.setattr(clock, "_file_shift", timedelta())
    return tmp_path / "clock"


@pytest.mark.parametrize(
    ("by", "passed"), [("15d", timedelta(days=15)), ("6h", timedelta(hours=6)), ("1w", timedelta(7))]
)
def test_time_passes(own_clock, by, passed, capsys):
    before = clock.now()
    call_command("move_clock", by)
    assert passed <= clock.now() - before < passed + timedelta(minutes=1)
    assert "In the community it is" in capsys.readouterr().out


@pytest.mark.parametrize("by", ["", "15", "-3d", "d", "0d", "1y", "999999w"])
def test_nonsense_moves_nothing(own_clock, by):
    with pytest.raises(CommandError):
        call_command("move_clock", by)
    assert not own_clock.exists()


def test_the_clock_of_real_people_stays(settings):
    settings.CLOCK_FILE = None
    with pytest.raises(CommandError, match="embedded database only"):
        call_command("move_clock", "1d")
