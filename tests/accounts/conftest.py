from __future__ import annotations

from tests.community.audit.conftest import operator, operators_browser

__all__ = ["operator", "operators_browser"]
