"""Interleaved rounds: every round visits every row, so that the moods of a shared machine fall on all of them alike."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.machine import busy_and_all_seconds, cpu_seconds
from tests.bench.rows import FLOOR_ROW, Row
from tests.bench.servers import Server

CONCURRENCIES = (1, 16)
_SCRIPT = Path(__file__).with_name("requests.lua")
_WARMING = 24
_IDLE_CPU_SECONDS, _LONGEST_WAIT_SECONDS = 0.02, 5.0


@dataclass(frozen=True)
class Slice:
    """What one row did for a few seconds. `others` is the share of the machine that strangers to the bench used."""

    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    failed: int
    others: float


@dataclass
class Measured:
    """The slices of one row at one concurrency."""

    slices: list[Slice] = field(default_factory=list)

    def median(self, name: str) -> float:
        """Return the median of a figure over the quieter half of the slices."""
        quiet = sorted(self.slices, key=lambda each: each.others)[: (len(self.slices) + 1) // 2]
        return float(statistics.median(getattr(each, name) for each in quiet))


@dataclass(frozen=True)
class Trees:
    """The processes whose CPU time counts: each web server's, and PostgreSQL with Redis."""

    servers: Mapping[str, Server]
    stack: int

    def cpu_seconds(self, row: Row) -> float:
        """Return what the row's server and those behind it have used so far."""
        return cpu_seconds(self.servers[row.server].pid) + cpu_seconds(self.stack)


class Rounds:
    """Sends the requests of rows with wrk and keeps what happened."""

    def __init__(self, rows: Sequence[Row], trees: Trees, folder: Path, seconds: int) -> None:
        self._rows, self._trees, self._folder, self._seconds = rows, trees, folder, seconds
        self._sent = {row.name: 0 for row in rows}
        self.bytes: dict[str, int] = {}
        self.measured = {(row.name, many): Measured() for row in rows for many in CONCURRENCIES}
        for row in rows:
            self._file(row).write_text("\n".join(ask.line for ask in row.asks) + "\n", encoding="utf-8")

    def warm(self) -> None:
        """Open every page a few times, so that both workers have loaded everything; note its size."""
        for row in self._rows:
            if not row.asks[0].form:
                self.bytes[row.name] = max(self._open(row, number) for number in range(_WARMING))

    def run(self, number: int) -> None:
        """Visit every row at each concurrency; the floor also half-way, because everything is compared with it."""
        start = number % len(self._rows)
        order = [*self._rows[start:], *self._rows[:start]]
        floor = next(row for row in self._rows if row.name == FLOOR_ROW)
        order.insert((order.index(floor) + len(order) // 2) % len(order), floor)
        for many in CONCURRENCIES:
            for row in order:
                self.measured[row.name, many].slices.append(self._slice(row, many))

    def _slice(self, row: Row, many: int) -> Slice:
        cpu_before, (busy_before, all_before) = self._trees.cpu_seconds(row), busy_and_all_seconds()
        ours_before = sum(os.times()[:4])
        told = self._wrk(row, many)
        busy, everything = busy_and_all_seconds()
        cpu = self._trees.cpu_seconds(row) - cpu_before
        strangers = busy - busy_before - cpu - (sum(os.times()[:4]) - ours_before)
        requests = max(1, int(told["requests"]))
        self._sent[row.name] += requests + many
        self._wait_until_idle(row)
        return Slice(
            requests=requests,
            per_second=requests / told["seconds"],
            p50_ms=told["p50_ms"],
            p95_ms=told["p95_ms"],
            cpu_ms=cpu * 1000 / requests,
            failed=int(told["failed"] + told["refused"]),
            others=max(0.0, strangers / (everything - all_before)),
        )

    def _wrk(self, row: Row, many: int) -> dict[str, float]:
        command = ["wrk", "-t1", f"-c{many}", f"-d{self._seconds}s", "--timeout", "20s", "-s", str(_SCRIPT)]
        environment = {
            **os.environ,
            "BENCH_REQUESTS": str(self._file(row)),
            "BENCH_START": str(self._sent[row.name]),
        }
        outcome = subprocess.run(
            [*command, self._address(row)], env=environment, capture_output=True, text=True, check=True
        )
        told: dict[str, float] = json.loads(outcome.stdout.strip().splitlines()[-1])
        return told

    def _wait_until_idle(self, row: Row) -> None:
        """Let requests that were under way end, so that they do not fall into the next slice."""
        deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            before = self._trees.cpu_seconds(row)
            time.sleep(0.1)
            if self._trees.cpu_seconds(row) - before <= _IDLE_CPU_SECONDS:
                return

    def _open(self, row: Row, number: int) -> int:
        ask = row.asks[number % len(row.asks)]
        address = self._address(row) + ask.path.replace("%N", str(number))
        headers = {"Cookie": ask.cookie, "X-Forwarded-For": f"12.0.0.{number}"}
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return len(answer.read())

    def _address(self, row: Row) -> str:
        return f"http://127.0.0.1:{self._trees.servers[row.server].port}"

    def _file(self, row: Row) -> Path:
        return self._folder / f"requests-{row.name.replace(', ', '-').replace(' ', '-')}.tsv"


def missing_tool() -> str:
    """Return the sentence that says how to install the load generator, or nothing when it is there."""
    if shutil.which("wrk"):
        return ""
    return (
        "wrk, which sends the requests, is not installed. Install it with `apt-get install wrk` or `brew install wrk`."
    )
