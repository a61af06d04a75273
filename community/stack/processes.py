"""Starting programs so that none outlives the process that answers for it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """An unprivileged account of the machine that a program runs as."""

    uid: int
    gid: int


def switched_to(account: Account | None) -> dict[str, Any]:
    """Return the arguments of subprocess that run a program as the account; none of root's groups stay with it."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def plain_environment() -> dict[str, str]:
    """Return an environment for server programs: no PG* or locale variable of the surrounding shell reaches them."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def dying_with_us(death_signal: signal.Signals) -> Callable[[], None] | None:
    """Return what makes the kernel send `death_signal` to a child when its parent is gone, even by SIGKILL.

    It has to run in the child after the change of account, which clears it. Only Linux has it.
    """
    if _libc is None:
        return None
    parent, prctl = os.getpid(), _libc.prctl

    def ask_the_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # the parent died before the request was made
            os.kill(os.getpid(), death_signal)

    return ask_the_kernel


def start(
    command: Sequence[str],
    *,
    death_signal: signal.Signals,
    account: Account | None = None,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that a Ctrl-C at the terminal reaches only us. Raises OSError."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=cwd,
        env=environment,
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=dying_with_us(death_signal),
        **switched_to(account),
    )


def end(process: subprocess.Popen[bytes], asking: signal.Signals, *, seconds: float) -> None:
    """Ask a program to end, wait, and kill its whole session when it does not listen."""
    if process.poll() is None:
        process.send_signal(asking)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
