"""A billing system that says what a test wants, and remembers what it heard."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Billing:
    """Credits each key once; `mood` says how it answers a POST: paid, refused, silent, broken, hang_up or nonsense."""

    def __init__(self) -> None:
        self.credited: dict[str, dict[str, Any]] = {}
        self.heard: list[tuple[str, str, dict[str, str], bytes]] = []
        self.mood = "paid"
        self.knows = True
        self.port = 0

    def post(self, key: str, said: dict[str, Any]) -> tuple[int, object] | None:
        if self.mood == "refused":
            return 422, {"reason": "No such customer\n"}
        if self.mood == "broken":
            return 500, {}
        self.credited.setdefault(key, said)
        if self.mood == "silent":
            time.sleep(1.5)
        if self.mood in {"silent", "hang_up"}:
            return None
        return (200, "nonsense") if self.mood == "nonsense" else (200, {"status": "paid", "reference": f"R-{key[:4]}"})

    def get(self, key: str) -> tuple[int, object] | None:
        if not self.knows:
            return 500, {}
        if key in self.credited:
            return 200, {"status": "paid", "reference": f"R-{key[:4]}"}
        return 404, {"status": "unknown"}


@contextmanager
def serve(billing: Billing) -> Iterator[Billing]:
    """Let the billing system listen on a loopback port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            billing.heard.append(("POST", self.path, dict(self.headers), body))
            self._say(billing.post(self.headers["webhook-id"], json.loads(body)))

        def do_GET(self) -> None:
            billing.heard.append(("GET", self.path, dict(self.headers), b""))
            self._say(billing.get(self.path.rpartition("/")[2]))

        def _say(self, answer: tuple[int, object] | None) -> None:
            if answer is None:
                self.close_connection = True
                return
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    billing.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield billing
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
