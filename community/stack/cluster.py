"""The embedded PostgreSQL: made on first use, started, recovered after a crash."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from community.stack.clients import SUPERUSER, first_complaint, run_client
from community.stack.engines import POSTGRESQL_MAJOR, Engines
from community.stack.places import Places
from community.stack.processes import Account, plain_environment, start, switched_to
from community.stack.refusal import StackRefused

DATABASE = "peerdesk"
_START_SECONDS = 540.0  # replaying the log of a large database after a crash
_ORPHAN_SECONDS = 60.0
_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_TUNING = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "work_mem": "8MB",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# PostgreSQL insists on walking to its files from the root, which an unprivileged account cannot do when a parent folder
# (such as /root) is closed. It can when it is already inside, as this link says.
_HERE = "/proc/self/cwd" if Path("/proc/self/cwd").exists() else "."
_WITHOUT_DURABILITY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """PostgreSQL's files in one data directory and the server that works on them."""

    places: Places
    engines: Engines
    account: Account | None
    durable: bool

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away what a crash left. Raises StackRefused."""
        try:
            self._check_version()
            if not self.places.cluster.exists():
                self._make()
            self._end_orphan()
        except PermissionError as error:
            raise StackRefused(
                f"The database files in {self.places.cluster} belong to another user; run Peerdesk as that user or "
                "choose another DATA_DIR."
            ) from error
        except OSError as error:
            raise StackRefused(f"{self.places.cluster} could not be prepared: {error.strerror}.") from error

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and return when it answers and holds our database. Raises StackRefused."""
        options = _TUNING | ({} if self.durable else _WITHOUT_DURABILITY)
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [self.engines.postgresql("postgres"), "-D", _HERE, "-k", str(self.places.sockets), *arguments]
        with self._log.open("ab") as log:
            beginning = log.tell()
            server = start(
                command,
                death_signal=signal.SIGINT,
                account=self.account,
                cwd=self.places.cluster,
                environment=plain_environment(),
                output=log,
            )
        try:
            self._wait_until_ready(server, beginning)
            self._ensure_database()
        except BaseException:
            stop(server)
            raise
        return server

    @property
    def _log(self) -> Path:
        return self.places.logs / "postgresql.log"

    @property
    def _pid_file(self) -> Path:
        return self.places.cluster / "postmaster.pid"

    def _check_version(self) -> None:
        record = self.places.cluster / "PG_VERSION"
        if not self.places.cluster.exists():
            return
        if not record.exists():
            raise StackRefused(
                f"{self.places.cluster} is not a PostgreSQL data directory (PG_VERSION is missing); "
                "choose another DATA_DIR or put the files back from a backup."
            )
        found = record.read_text().strip()
        if found != str(POSTGRESQL_MAJOR):
            raise StackRefused(
                f"The data in {self.places.data_dir} was written by PostgreSQL {found} and this version of Peerdesk "
                f"brings PostgreSQL {POSTGRESQL_MAJOR}: make a backup with the version that wrote it and restore it."
            )

    def _make(self) -> None:
        """Make the cluster beside its place and move it there whole: a crash in between leaves no half cluster."""
        unfinished = self.places.data_dir / "postgresql.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.account:
            os.chown(unfinished, self.account.uid, self.account.gid)
        command = [self.engines.postgresql("initdb"), "-D", _HERE, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C"]
        # The collation built into PostgreSQL sorts the same on every machine, whatever its C library.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        outcome = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=unfinished,
            env=plain_environment(),
            **switched_to(self.account),
        )
        if outcome.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            reason = first_complaint(outcome.stderr) or f"initdb ended with {outcome.returncode}"
            raise StackRefused(f"PostgreSQL could not make its files in {self.places.data_dir}: {reason}.")
        unfinished.rename(self.places.cluster)

    def _end_orphan(self) -> None:
        """End a server whose keeper was killed, and forget a process number that now belongs to something else.

        PostgreSQL forgets numbers of dead processes itself, but refuses to start where the number belongs to another
        program of the same account (after a reboot) or to a dead one that nobody has reaped (in a container).
        """
        try:
            pid = int(self._pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if not Path("/proc/self").exists():
            return
        deadline = time.monotonic() + _ORPHAN_SECONDS
        while self._works_here(pid):
            os.kill(pid, signal.SIGINT if time.monotonic() < deadline else signal.SIGQUIT)
            time.sleep(0.1)
        for stale in (self._pid_file, *self.places.sockets.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _works_here(self, pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == self.places.cluster
        except OSError:
            return False

    def _wait_until_ready(self, server: subprocess.Popen[bytes], beginning: int) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while server.poll() is None and time.monotonic() < deadline:
            try:
                pid, *_middle, status = self._pid_file.read_text().split("\n")[:8]
                if (pid, status.strip()) == (str(server.pid), "ready"):
                    return
            except (FileNotFoundError, ValueError):
                pass  # it has not written that far yet
            time.sleep(0.01)
        with self._log.open("rb") as log:
            log.seek(beginning)
            reason = first_complaint(log.read().decode("utf-8", "replace"))
        raise StackRefused(f"PostgreSQL did not start: {reason or 'it gave no reason'} (see {self._log}).")

    def _ensure_database(self) -> None:
        """Make our database unless it is there; a crash may have come between the cluster and the database."""
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        if run_client(self.engines, self.places, "psql", "-d", "postgres", "-Atc", query).strip() != "1":
            run_client(self.engines, self.places, "createdb", DATABASE)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Shut the server down: connections end, everything is written; after a minute at once, to recover at the start."""
    for asking, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if server.poll() is None:
            server.send_signal(asking)
        try:
            server.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            continue
        return


def trim_log(path: Path) -> None:
    """Keep one older log beside the current one, so that neither grows for ever."""
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old.log"))
