"""Static files, from the pages' own process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest
from whitenoise.middleware import WhiteNoiseMiddleware

_BLOCK_BYTES: Final = 64 * 1024


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """Whitenoise, which was made for WSGI, on both kinds of servers.

    Under ASGI Django would read a file as a whole before it sends the first byte, and complain about it.
    """

    def add_files(self, root: Any, prefix: str | None = None) -> None:
        """Serve a folder of collected files, which only real servers have."""
        if Path(root).is_dir():
            super().add_files(root, prefix)

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> FileResponse:
        """Return the file, or that it has not changed."""
        response: FileResponse = WhiteNoiseMiddleware.serve(static_file, request)
        if isinstance(request, ASGIRequest):
            response.streaming_content = _blocks(response.file_to_stream)
        return response


async def _blocks(file: Any) -> AsyncIterator[bytes]:
    """Read the file, if there is one, in a thread: disks keep nobody waiting but whoever reads."""
    while file is not None and (block := await asyncio.to_thread(file.read, _BLOCK_BYTES)):
        yield block
