"""Whatever is to be done in the background has a worker, and nobody waits behind long work."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from community.celery import app
from community.events.wake import DELIVER_TASK
from community.schedule import LONG_QUEUE, QUEUE, SCHEDULE
from community.stack.workers import WORKERS

COMPOSE = Path(__file__).resolve().parents[2] / "deploy/compose.yaml"
PEOPLE_WAIT_FOR = (DELIVER_TASK, "events.sweep", "memory.sweep", "memory.forget", "routing.widen")


# As a worker does when it starts: read every feature's tasks.py.
app.loader.import_default_modules()


def in_production() -> list[list[str]]:
    """Return what the containers of workers say to Celery."""
    commands = [json.loads(each) for each in re.findall(r"^    command: (\[.*\])$", COMPOSE.read_text(), re.MULTILINE)]
    return [command[3:] for command in commands if command[:3] == ["celery", "--app=community.celery", "worker"]]


def consumed(workers) -> set[str]:
    return {option.removeprefix("--queues=") for each in workers for option in each if option.startswith("--queues=")}


def queue_of(task: str) -> str:
    return app.amqp.router.route({}, task)["queue"].name


@pytest.mark.parametrize("task", sorted({each["task"] for each in SCHEDULE.values()} | {*PEOPLE_WAIT_FOR}))
def test_every_task_goes_to_a_queue_that_a_worker_consumes(task):
    assert task in app.tasks
    assert queue_of(task) in consumed(WORKERS.values()) & consumed(in_production())


def test_real_servers_start_the_same_workers():
    assert [set(each) for each in in_production()] == [set(each) for each in WORKERS.values()]


def test_whoever_takes_long_and_nobody_else_is_on_the_long_queue():
    ours = [task for task in app.tasks.values() if not task.name.startswith("celery.")]
    long = {task.name for task in ours if (task.time_limit or 0) > settings.CELERY_TASK_TIME_LIMIT}
    starts_long = {"accountability.measure_worth"}
    assert {task.name for task in ours if queue_of(task.name) == LONG_QUEUE} == long | starts_long


@pytest.mark.parametrize("task", PEOPLE_WAIT_FOR)
def test_nothing_that_people_wait_for_is_behind_long_work(task):
    assert queue_of(task) == QUEUE
    assert [consumed([worker]) for worker in WORKERS.values()] == [{QUEUE}, {LONG_QUEUE}]


def test_a_nightly_task_that_waits_in_line_is_gone_before_the_next_night():
    assert all(
        app.tasks[each["task"]].expires < 24 * 3600
        for each in SCHEDULE.values()
        if queue_of(each["task"]) == LONG_QUEUE
    )
