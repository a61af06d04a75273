"""Pages and sockets of `make run`: one ASGI process on a listening socket that the `serve` command already holds.

`python -m community.stack.web FD`. Because the socket outlives this process, a browser that comes while it starts (or
starts again) waits a moment instead of being refused.
"""

from __future__ import annotations

import socket
import sys

import uvicorn


def main() -> None:
    """Serve until SIGTERM; requests that are under way get five seconds."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    config = uvicorn.Config(
        "community.asgi:application",
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        lifespan="off",
        access_log=False,
        log_level="warning",
        # The address of a visitor is a matter of TRUSTED_PROXY_COUNT alone; here nobody stands in between.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
