"""Results as JSON, and as a table of ratios to the floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.bench.rounds import CONCURRENCIES, Measured
from tests.bench.rows import FLOOR_ROW, Aim, Row

_FIGURES = ("per_second", "p50_ms", "p95_ms", "cpu_ms", "others")
_HEADINGS = (
    "page", "SQL", "KiB", "CPU ms", "CPU × F", "c1 p50", "c1 p95", "c1 p95 × F", "c16 req/s", "c16 p50", "c16 p95",
    "c16 req/s ÷ F", "missed",
)  # fmt: skip


def results(
    rows: Sequence[Row],
    measured: Mapping[tuple[str, int], Measured],
    queries: Mapping[str, int],
    sizes: Mapping[str, int],
) -> dict[str, Any]:
    """Return every row's figures with their ratios to the floor, and which aims it misses."""
    pages: dict[str, Any] = {}
    for row in rows:
        page: dict[str, Any] = {"queries": queries[row.name], "bytes": sizes.get(row.name)}
        for many in CONCURRENCIES:
            of_row = measured[row.name, many]
            page[f"c{many}"] = {name: of_row.median(name) for name in _FIGURES} | {
                "slices": len(of_row.slices),
                "requests": sum(each.requests for each in of_row.slices),
                "failed": sum(each.failed for each in of_row.slices),
            }
        pages[row.name] = page
    for row in rows:
        page = pages[row.name]
        page["ratios"] = _ratios(page, pages[FLOOR_ROW])
        page["missed"] = list(_missed(row.aim, page))
    return pages


def _ratios(page: dict[str, Any], floor: dict[str, Any]) -> dict[str, float]:
    one, many = (f"c{each}" for each in CONCURRENCIES)
    return {
        "cpu": page[many]["cpu_ms"] / floor[many]["cpu_ms"],
        "p95": page[one]["p95_ms"] / floor[one]["p95_ms"],
        "throughput": page[many]["per_second"] / floor[many]["per_second"],
    }


def _missed(aim: Aim, page: dict[str, Any]) -> Iterable[str]:
    """Return the aims that the page misses, each with what was aimed at."""
    ratios = page["ratios"]
    if aim.queries is not None and page["queries"] > aim.queries:
        yield f"SQL ≤ {aim.queries}"
    if aim.cpu is not None and ratios["cpu"] > aim.cpu:
        yield f"CPU ≤ {aim.cpu} F"
    if aim.p95 is not None and ratios["p95"] > aim.p95:
        yield f"p95 ≤ {aim.p95} F"
    if aim.throughput is not None and ratios["throughput"] < aim.throughput:
        yield f"req/s ≥ {aim.throughput} F"


def markdown(pages: Mapping[str, Any]) -> str:
    """Return the table."""
    lines = [" | ".join(_HEADINGS), " | ".join("---" for _ in _HEADINGS)]
    lines += [" | ".join(_cells(name, page)) for name, page in pages.items()]
    return "\n".join(f"| {line} |" for line in lines)


def _cells(name: str, page: dict[str, Any]) -> Iterable[str]:
    one, many, ratios = page["c1"], page["c16"], page["ratios"]
    failed = one["failed"] + many["failed"]
    return (
        name,
        str(page["queries"]),
        f"{page['bytes'] / 1024:.0f}" if page["bytes"] else "",
        f"{many['cpu_ms']:.1f}",
        f"{ratios['cpu']:.2f}",
        f"{one['p50_ms']:.1f}",
        f"{one['p95_ms']:.1f}",
        f"{ratios['p95']:.2f}",
        f"{many['per_second']:.0f}",
        f"{many['p50_ms']:.0f}",
        f"{many['p95_ms']:.0f}",
        f"{ratios['throughput']:.2f}",
        ", ".join([*page["missed"], *([f"{failed} requests failed"] if failed else [])]),
    )
