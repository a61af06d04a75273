"""Vectors of what texts mean: what a service must do that makes them, and one that is asked over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, Protocol
from urllib.parse import urlsplit

import numpy as np
from django.conf import settings

from community.web import outbound

# So many texts are sent at once.
BATCH: Final = 64
# A number of a vector takes fewer characters in an answer.
_BYTES_OF_A_NUMBER: Final = 32
# What a service refuses because of the texts it was sent; it may take others.
_REFUSALS: Final = frozenset({400, 413, 422})
# Mentions and mail addresses: nobody's name is needed to know what a question means.
_PEOPLE: Final = re.compile(r"\S*@\S+")


class EmbeddingFailed(Exception):
    """No vectors came for these texts; the message is a sentence for the log."""


class ServiceAway(EmbeddingFailed):
    """Nobody answers, or something else than vectors: asking for other texts is of no use now."""


class EmbeddingProvider(Protocol):
    """Makes vectors of texts. Those of one `version` can be compared with each other, and with no others."""

    @property
    def version(self) -> str:
        """Return the name, with the model and the number of dimensions."""

    @property
    def dimensions(self) -> int:
        """Return how many numbers a vector has."""

    @property
    def languages(self) -> Sequence[str]:
        """Return the codes of the languages it knows; none means all."""

    @property
    def service(self) -> str:
        """Return the host that texts are sent to."""

    @property
    def leaves_host(self) -> bool:
        """Return whether texts are sent to another machine."""

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector of length 1 for each text. Raises EmbeddingFailed with a sentence."""


@dataclass(frozen=True)
class HttpEmbeddings:
    """A service that speaks like OpenAI's /embeddings, as most servers of models do."""

    url: str
    model: str
    dimensions: int
    languages: Sequence[str] = ()
    key: str = field(default="", repr=False)

    @property
    def version(self) -> str:
        """Return the name, with the model and the number of dimensions."""
        return f"http {self.model} {self.dimensions}"

    @property
    def service(self) -> str:
        """Return the host that texts are sent to."""
        return urlsplit(self.url).hostname or ""

    @property
    def leaves_host(self) -> bool:
        """Return whether texts are sent to another machine."""
        try:
            return not ip_address(self.service).is_loopback
        except ValueError:
            return self.service != "localhost"

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Send the texts, some at a time, and return a vector of length 1 for each. Raises EmbeddingFailed."""
        vectors: list[list[float]] = []
        for first in range(0, len(texts), BATCH):
            vectors += self._ask(texts[first : first + BATCH])
        return vectors

    def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        outcome = outbound.send(
            "POST",
            self.url,
            body=json.dumps({"model": self.model, "input": list(texts)}).encode(),
            headers=headers,
            most_bytes=outbound.MOST_BYTES + len(texts) * self.dimensions * _BYTES_OF_A_NUMBER,
            set_by_operator=True,
        )
        if not isinstance(outcome, outbound.Answered):
            raise ServiceAway(outcome.reason)
        if outcome.status in _REFUSALS:
            raise EmbeddingFailed(f"The service refused a text with status {outcome.status}.")
        if outcome.status != 200:
            raise ServiceAway(f"The service answered with status {outcome.status}.")
        return self._read(outcome.body, len(texts))

    def _read(self, body: bytes, texts: int) -> list[list[float]]:
        try:
            rows = {row["index"]: row["embedding"] for row in json.loads(body)["data"]}
            vectors = np.array([rows[index] for index in range(texts)], dtype=float)
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
            raise ServiceAway("The service did not answer with a list of vectors.") from None
        if len(rows) != texts or vectors.shape != (texts, self.dimensions):
            raise ServiceAway(f"The service did not answer with a vector of {self.dimensions} numbers for each text.")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and lengths.all()):
            raise EmbeddingFailed("The service answered with a vector that has no direction.")
        unit: list[list[float]] = (vectors / lengths).tolist()
        return unit


def embedding_provider() -> EmbeddingProvider | None:
    """Return the service that is set, or None: then no text is sent anywhere."""
    if not settings.EMBEDDINGS_URL:
        return None
    return HttpEmbeddings(
        url=settings.EMBEDDINGS_URL,
        model=settings.EMBEDDINGS_MODEL,
        dimensions=settings.EMBEDDINGS_DIMENSIONS,
        languages=settings.EMBEDDINGS_LANGUAGES,
        key=settings.EMBEDDINGS_KEY,
    )


def text_of(title: str, tags: Sequence[str], body: str) -> str:
    """Return what is sent of a question: its own words, without mentions and mail addresses."""
    return _PEOPLE.sub("", "\n".join(part for part in (title, ", ".join(tags), body) if part))
