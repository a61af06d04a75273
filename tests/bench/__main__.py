"""`python -m tests.bench [--quick]`: prepare, measure in rounds, print the table, write .bench/result.json."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".bench"
# As in production, but on servers of its own. Addresses come from a header, as behind one proxy.
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "community.settings",
    "DATA_DIR": str(FOLDER / "data"),
    "DEBUG": "0",
    "DEMO": "0",
    "TRUSTED_PROXY_COUNT": "1",
    "LOG_LEVEL": "ERROR",
}


def main() -> int:
    """Measure; return the exit status."""
    options = _options()
    FOLDER.mkdir(exist_ok=True)
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ.update(ENVIRONMENT)
    # Settings read the environment when they are imported.
    import django

    django.setup()
    from community.stack.refusal import StackRefused
    from tests.bench.rounds import missing_tool

    missing = missing_tool()
    if missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    try:
        if options.learning:
            _measure_learning(options)
        elif options.similar:
            _measure_similar(options)
        else:
            _measure(options)
    except StackRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="one round of short slices: for a first look only")
    parser.add_argument("--questions", type=int, default=20_000, help="size of the measured community")
    parser.add_argument("--clocks", type=int, default=0, help="size of the community whose speed is measured")
    parser.add_argument("--learning", action="store_true", help="only what learning costs: gates A6, A7 and A8")
    parser.add_argument("--similar", action="store_true", help="only finding similar questions among 50,000: gate A13")
    parser.add_argument("--only", default="", help="only rows whose name contains this, beside the floor")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> None:
    from django.conf import settings

    from community.web.redis import plain_redis
    from tests.bench import rows as plan
    from tests.bench.clocks import clock_figures, told
    from tests.bench.database import fresh_database
    from tests.bench.ledger import WRITERS, posting_rate
    from tests.bench.memory import learning_gates, learning_told
    from tests.bench.queries import queries_of
    from tests.bench.rounds import Rounds, Trees
    from tests.bench.servers import serving
    from tests.bench.table import markdown, results
    from tests.bench.throughput import import_rate, receipts_rate

    company = fresh_database(options.questions)
    plain_redis().flushall()
    rows = [row for row in plan.all_rows(company) if row.name == plan.FLOOR_ROW or options.only in row.name]
    queries = {row.name: queries_of(row) for row in rows}
    begun = time.monotonic()
    with ExitStack() as stack:
        ours = stack.enter_context(serving("Peerdesk", "community.wsgi:application", {}, FOLDER / "ours.log"))
        floor_host = {"FLOOR_DATABASE_HOST": str(settings.EMBEDDED.places.sockets)}
        floor_host["DJANGO_SETTINGS_MODULE"] = "tests.bench.floor.settings"
        floor = stack.enter_context(
            serving("the floor", "tests.bench.floor.wsgi:application", floor_host, FOLDER / "floor.log")
        )
        keeper = json.loads((settings.EMBEDDED.places.locks / "keeper").read_text())["pid"]
        trees = Trees({plan.OURS: ours, plan.FLOOR: floor}, int(keeper))
        rounds = Rounds(rows, trees, FOLDER, seconds=1 if options.quick else 2)
        rounds.warm()
        for number in range(1 if options.quick else 3):
            rounds.run(number)
            print(f"Round {number + 1} is done after {time.monotonic() - begun:.0f} s.", flush=True)
        memory = {server.name: server.memory_of_workers() for server in (ours, floor)}
    pages = results(rows, rounds.measured, queries, rounds.bytes)
    receipts = receipts_rate(2 if options.quick else 5)
    imported = import_rate(FOLDER, 100 if options.quick else 400)
    ledger = posting_rate(company, 1 if options.quick else 5)
    clocks = clock_figures(options.clocks or (50_000 if options.quick else 1_000_000))
    learning = _learning(options)
    print(f"\n{markdown(pages)}\n")
    for name, workers in memory.items():
        held = ", ".join(f"{each.rss:.0f} ({each.pss:.0f})" for each in workers)
        print(f"Memory of the workers of {name}, RSS and PSS in MiB: {held}")
    print(f"Import: {imported['questions']:.0f} questions and {imported['posts']:.0f} posts a second.")
    print("Receipts: none were open." if receipts is None else f"Receipts: {receipts:.0f} a second by one worker.")
    drift = " ".join(ledger["findings"]) or "the books are right"
    print(
        f"Ledger: {ledger['posts']:.0f} posts a second by {WRITERS} writers on one pot, {ledger['ratio']:.2f} of what a bare"
        f" row takes ({ledger['bare']:.0f}); {drift}."
    )
    print(told(clocks))
    print(learning_told(learning))
    print(f"\n{learning_gates(learning)}\n")
    result = {
        "pages": pages,
        "memory": {name: [vars(each) for each in workers] for name, workers in memory.items()},
        "import": imported,
        "receipts": receipts,
        "ledger": ledger,
        "clocks": clocks,
        "learning": learning,
        "quick": options.quick,
        "questions": options.questions,
    }
    path = FOLDER / "result.json"
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"All figures: {path.relative_to(ROOT)}")


def _measure_learning(options: argparse.Namespace) -> None:
    """Measure what learning costs, in a database that holds nothing else, and print it."""
    from community.web.redis import plain_redis
    from tests.bench.database import empty_database
    from tests.bench.memory import learning_gates, learning_told

    empty_database()
    plain_redis().flushall()
    figures = _learning(options)
    print(learning_told(figures))
    print(f"\n{learning_gates(figures)}")
    (FOLDER / "learning.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _measure_similar(options: argparse.Namespace) -> None:
    """Measure how long finding similar questions takes, among 50,000 of them, and print it."""
    from tests.bench.database import fresh_database
    from tests.bench.similar import QUESTIONS, similar_figures, similar_gates

    figures = similar_figures(fresh_database(5000 if options.quick else QUESTIONS))
    print(f"\n{similar_gates(figures)}")
    (FOLDER / "similar.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _learning(options: argparse.Namespace) -> dict[str, Any]:
    from tests.bench.memory import learning_figures

    questions, effects = (1000, 10) if options.quick else (4000, 60)
    return learning_figures(questions, FOLDER / "worker.log", effects=effects)


if __name__ == "__main__":
    sys.exit(main())
