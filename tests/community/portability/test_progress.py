from __future__ import annotations

import io

from rich.console import Console

from community.portability import progress
from community.portability.progress import Told


def test_a_log_gets_a_line_now_and_then(monkeypatch):
    monkeypatch.setattr(progress, "_LOG_EVERY_SECONDS", 0)
    log = io.StringIO()
    with Told(Console(file=log)).stage("Questions") as stage:
        stage.add(1_200)
        stage.add(34)
    assert log.getvalue().splitlines() == ["Questions: 1,200", "Questions: 1,234"]


def test_a_terminal_gets_a_bar():
    screen = io.StringIO()
    told = Told(Console(file=screen, force_terminal=True, width=80))
    with told.running(), told.stage("Answers") as stage:
        stage.add(7)
    assert "Answers" in screen.getvalue() and "7/7" in screen.getvalue()
