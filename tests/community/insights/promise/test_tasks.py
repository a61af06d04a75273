"""What runs by itself."""

from __future__ import annotations

from community.schedule import SCHEDULE


def test_both_tasks_run_every_minute():
    often = {each["task"]: each["schedule"] for each in SCHEDULE.values()}
    assert (often["promise.settle"], often["promise.escalate"]) == (60.0, 60.0)
