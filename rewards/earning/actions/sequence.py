"""Numbering what is decided."""

from __future__ import annotations

from django.db.models import F

from rewards.earning.models import Program


def next_sequence(program: Program) -> int:
    """Return the next number of the locked programme; part of the caller's transaction."""
    Program.objects.filter(pk=program.pk).update(last_sequence=F("last_sequence") + 1)
    program.last_sequence += 1
    return program.last_sequence
