"""Choosing the language in which one is spoken to."""

from __future__ import annotations

from accounts.models import Person


def choose_language(*, person: Person, language: str) -> None:
    """Keep the language of the interface that the person wants their mails in, from every company."""
    person.language = language
    person.save(update_fields=["language"])
