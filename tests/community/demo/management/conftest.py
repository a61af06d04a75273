"""A company that pays for help, on whose clock time passes."""

from __future__ import annotations

from tests.rewards.earning.conftest import price, program, second_admin

__all__ = ["price", "program", "second_admin"]
