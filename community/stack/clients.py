"""PostgreSQL's own client programs, run on the embedded server."""

from __future__ import annotations

import subprocess

from community.stack.engines import Engines
from community.stack.places import Places
from community.stack.processes import plain_environment
from community.stack.refusal import StackRefused

SUPERUSER = "peerdesk"


def run_client(engines: Engines, places: Places, program: str, *arguments: str) -> str:
    """Run psql, pg_dump and the like on the running server; return what it printed. Raises StackRefused."""
    outcome = subprocess.run(
        [engines.postgresql(program), "-h", str(places.sockets), "-p", "5432", "-U", SUPERUSER, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=plain_environment(),
    )
    if outcome.returncode != 0:
        raise StackRefused(f"{program} failed: {first_complaint(outcome.stderr) or f'status {outcome.returncode}'}.")
    return outcome.stdout


def first_complaint(text: str) -> str:
    """Return what PostgreSQL or one of its programs says is wrong: what comes later is mostly a consequence."""
    for line in text.splitlines():
        for mark in ("FATAL:", "PANIC:", "ERROR:", "error:", "fatal:"):
            if mark in line:
                return line.split(mark, 1)[1].strip().rstrip(".")
    return ""
