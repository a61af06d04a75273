"""Signals in plain words: what everybody may read of each kind, and what those who decide read of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from rewards.integrity import signals

CATEGORIES: Mapping[str, Any] = {
    signals.SAME_PERSON: _("Both accounts seem to belong to one person"),
    signals.SHARED_ADDRESS: _("Both act from the same internet address"),
    signals.ONE_AUTHOR: _("Somebody accepts mostly the answers of one author"),
    signals.RECIPROCITY: _("Two members accept each other's answers"),
    signals.RING: _("Three members accept each other's answers in a circle"),
    signals.BURST: _("A new account accepts an answer right after it was written"),
    signals.FUNNEL: _("Several accounts accept nearly only this author"),
}
_FIGURES: Mapping[str, Any] = {
    "devices": _("same address and browser: %(value)d"),
    "mailbox": _("mail addresses of one mailbox: %(value)d"),
    "addresses": _("addresses in common: %(value)d"),
    "given": _("acceptances in all: %(value)d"),
    "to_author": _("of this author: %(value)d"),
    "there": _("in this direction: %(value)d"),
    "back": _("in the other direction: %(value)d"),
    "bursts": _("within the time: %(value)d"),
    "seconds": _("seconds after posting: %(value)d"),
    "accounts": _("accounts: %(value)d"),
}


def signal_said(code: str) -> str:
    """Return the kind of a signal in the reader's language."""
    return str(CATEGORIES.get(code, code))


def figures_said(figures: Mapping[str, int]) -> str:
    """Return the figures of a signal in one line; zeros are left out."""
    return ", ".join(
        str(_FIGURES[name]) % {"value": value} for name, value in figures.items() if value and name in _FIGURES
    )
