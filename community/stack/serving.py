"""`make run`: the whole product on one machine, from the checks before the start to the last process at the end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from community.stack.lease import Lease, make_folders
from community.stack.locks import FileLock, is_held
from community.stack.places import Places
from community.stack.refusal import StackRefused
from community.stack.supervisor import Child, Supervisor
from community.stack.workers import WORKERS

_PROJECT = Path(__file__).resolve().parents[2]
_LOOK_SECONDS = 0.25
_KEEPER_LOOK_SECONDS = 5.0
_FIRST_PAGE_SECONDS = 60.0


class Serving:
    """One run of everything. `say` prints a line."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._places = Places(settings.DATA_DIR)
        self._lock: FileLock | None = None
        self._lease: Lease | None = None
        self._supervisor: Supervisor | None = None

    def run(self) -> None:
        """Serve until Ctrl-C or SIGTERM, then stop everything. Raises StackRefused before anything has started."""
        # A shell that starts us in the background ignores SIGINT on our behalf; nohup's wish about SIGHUP stays.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, signal.default_int_handler)
        try:
            if is_held(self._places.locks / "serve"):
                raise self._second_run()
            with _listen(settings.PORT) as listener:
                self._lock = self._claim_directory()
                self._prepare()
                self._start(listener)
                self._announce()
                self._watch()
        except KeyboardInterrupt:
            self._say("Stopping.")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            self._stop()

    def _second_run(self) -> StackRefused:
        running = json.loads((self._places.locks / "serve").read_text() or "{}")
        return StackRefused(
            f"Peerdesk is already running in {self._places.data_dir}, at {running.get('address')} (process "
            f"{running.get('pid')}); to run another beside it, choose another DATA_DIR and PORT."
        )

    def _claim_directory(self) -> FileLock:
        make_folders(self._places)
        lock = FileLock(self._places.locks / "serve")
        # Whoever asks whether we run touches this lock for a moment.
        if not lock.take(seconds=0.5):
            raise self._second_run()
        lock.write(json.dumps({"pid": os.getpid(), "address": settings.BASE_URL}))
        return lock

    def _prepare(self) -> None:
        if settings.EMBEDDED:
            self._say(f"Starting PostgreSQL and Redis in {self._places.data_dir}.")
            self._lease = settings.EMBEDDED.ensure_running()
        if _migrations_are_due():
            self._say("Bringing the database up to date.")
            call_command("migrate", interactive=False, verbosity=0)
        marker = self._places.data_dir / "first_start_done"
        if settings.EMBEDDED and not marker.exists():
            if settings.DEMO and "seed_demo" in get_commands():
                self._say("Filling the demo community; this happens once.")
                call_command("seed_demo")
            marker.touch()
        if not settings.WHITENOISE_USE_FINDERS:
            call_command("collectstatic", interactive=False, verbosity=0)
        # The children connect for themselves.
        connections.close_all()

    def _start(self, listener: socket.socket) -> None:
        kept = [self._lease.fileno()] if self._lease else []
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "community.celery"]
        schedule = str(self._places.data_dir / "beat-schedule")
        beat = ["beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", schedule]
        web = [sys.executable, "-m", "community.stack.web", str(listener.fileno())]
        children = [
            Child("web server", web, pass_fds=[listener.fileno(), *kept]),
            *(Child(name, [*celery, "worker", *options], pass_fds=kept) for name, options in WORKERS.items()),
            Child("beat", [*celery, *beat], pass_fds=kept),
        ]
        # Celery warns root about pickled messages; ours are JSON and the socket is private.
        os.environ["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
        os.environ["DATA_DIR"] = str(self._places.data_dir)
        self._supervisor = Supervisor(children, cwd=_PROJECT, say=self._say)
        self._supervisor.start()

    def _announce(self) -> None:
        deadline = time.monotonic() + _FIRST_PAGE_SECONDS
        while not (answered := _answers(settings.PORT)) and time.monotonic() < deadline:
            self._look()
        if not answered:
            self._say("The first page has not answered yet; what stands above may say why.")
        self._say(f"\nPeerdesk is at {settings.BASE_URL}/")
        if settings.DEMO:
            self._say(_printed_by("demo_logins"))
        code = _printed_by("setup_code")
        if code:
            self._say(f"To make your own company, open {settings.BASE_URL}/setup/ with the code {code} (valid once).")
        self._say("Ctrl-C stops everything.")
        connections.close_all()

    def _watch(self) -> None:
        keeper_due = time.monotonic() + _KEEPER_LOOK_SECONDS
        while True:
            self._look()
            if self._lease and time.monotonic() > keeper_due:
                self._lease.revive()
                keeper_due = time.monotonic() + _KEEPER_LOOK_SECONDS

    def _look(self) -> None:
        time.sleep(_LOOK_SECONDS)
        if self._supervisor:
            self._supervisor.look()

    def _stop(self) -> None:
        if self._supervisor:
            self._supervisor.stop()
        connections.close_all()
        if self._lease:
            self._lease.release()
        if self._lock:
            self._lock.close()


def _listen(port: int) -> socket.socket:
    """Return a listening socket on this machine's own address. Raises StackRefused when the port is taken."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=512)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else str(error)
        another = port + 1 if port < 65535 else 8000
        raise StackRefused(
            f"Port {port} cannot be used ({reason}); choose another, as in `make run PORT={another}`."
        ) from error


def _migrations_are_due() -> bool:
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _answers(port: int) -> bool:
    """Return whether the web server answers, with whatever status; asking also warms the first page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _printed_by(command: str) -> str:
    """Return what a command of a feature above prints, or nothing when no installed feature has it."""
    if command not in get_commands():
        return ""
    printed = StringIO()
    call_command(command, stdout=printed, stderr=StringIO())
    return printed.getvalue().strip()
