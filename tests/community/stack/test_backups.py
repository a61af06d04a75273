"""A backup holds everything, and putting one back loses nothing by accident."""

from __future__ import annotations

import pytest

from community.stack.backups import back_up, put_back
from community.stack.lease import make_folders
from community.stack.locks import FileLock
from community.stack.refusal import StackRefused

from .test_embedded import query


@pytest.fixture
def filled(embedded):
    embedded.ensure_running()
    query(embedded, "CREATE EXTENSION vector")
    query(embedded, "CREATE TABLE kept AS SELECT 42 AS answer")
    return embedded


def test_a_backup_comes_back_as_it_was(filled, tmp_path):
    back_up(filled, tmp_path / "backup")
    query(filled, "UPDATE kept SET answer = 0")
    put_back(filled, tmp_path / "backup", replace=True)
    assert query(filled, "SELECT answer FROM kept") == 42
    assert query(
        filled, "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE NOT datistemplate"
    ) == ("peerdesk postgres")


def test_an_empty_database_takes_a_backup_without_asking(filled, tmp_path):
    back_up(filled, tmp_path / "backup")
    query(filled, "DROP TABLE kept")
    put_back(filled, tmp_path / "backup", replace=False)
    assert query(filled, "SELECT answer FROM kept") == 42
    assert (filled.data_dir / "first_start_done").exists()


def test_a_database_that_holds_something_is_not_replaced_by_accident(filled, tmp_path):
    back_up(filled, tmp_path / "backup")
    query(filled, "UPDATE kept SET answer = 0")
    with pytest.raises(StackRefused, match="add --replace"):
        put_back(filled, tmp_path / "backup", replace=False)
    assert query(filled, "SELECT answer FROM kept") == 0


def test_a_broken_backup_costs_nothing(filled, tmp_path):
    back_up(filled, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "backup").write_bytes(whole[: len(whole) - 200])
    with pytest.raises(StackRefused):
        put_back(filled, tmp_path / "backup", replace=True)
    assert query(filled, "SELECT answer FROM kept") == 42


def test_a_file_that_is_no_backup_is_a_sentence(filled, tmp_path):
    (tmp_path / "letter").write_text("Dear Bob")
    with pytest.raises(StackRefused, match="letter is not a backup that Peerdesk made"):
        put_back(filled, tmp_path / "letter", replace=True)


def test_an_older_backup_is_not_written_over(filled, tmp_path):
    (tmp_path / "backup").write_text("the only one")
    with pytest.raises(StackRefused, match="exists already"):
        back_up(filled, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "the only one"


def test_nothing_is_restored_under_a_running_peerdesk(empty, tmp_path):
    (tmp_path / "backup").write_text("")
    make_folders(empty.places)
    running = FileLock(empty.places.locks / "serve")
    assert running.take()
    with pytest.raises(StackRefused, match="stop it before"):
        put_back(empty, tmp_path / "backup", replace=True)
