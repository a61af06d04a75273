"""The workers that `make run` starts, and what each says to Celery. Real servers start the same: deploy/compose.yaml."""

from __future__ import annotations

from typing import Final

from community.schedule import LONG_QUEUE, QUEUE

_COMMON: Final = ["--loglevel=WARNING", "--prefetch-multiplier=1", "--without-gossip", "--without-mingle"]

WORKERS: Final[dict[str, list[str]]] = {
    "worker": [f"--queues={QUEUE}", "--concurrency=2", *_COMMON],
    # Two workers of one machine need two names.
    "worker for long work": [f"--queues={LONG_QUEUE}", "--concurrency=1", "--hostname=long@%h", *_COMMON],
}
