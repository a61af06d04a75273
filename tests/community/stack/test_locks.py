import os

import pytest

from community.stack.locks import FileLock, is_held
from community.stack.refusal import StackRefused


def test_two_shared_holds_keep_out_an_exclusive_one(tmp_path):
    first, second, third = (FileLock(tmp_path / "lock") for _ in range(3))
    assert first.take(shared=True)
    assert second.take(shared=True)
    assert not third.take()


def test_closing_lets_the_next_one_in(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    first.close()
    assert second.take()


def test_a_forked_child_keeps_the_hold_of_its_parent(tmp_path):
    lock = FileLock(tmp_path / "lock")
    assert lock.take()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    lock.close()
    assert is_held(tmp_path / "lock")
    os.close(writing)
    os.waitpid(child, 0)
    os.close(reading)
    assert not is_held(tmp_path / "lock")


def test_a_lock_nobody_ever_took_is_not_held(tmp_path):
    assert not is_held(tmp_path / "lock")
    assert not (tmp_path / "lock").exists()


def test_a_folder_that_is_missing_is_a_sentence(tmp_path):
    with pytest.raises(StackRefused, match="cannot be written: No such file or directory"):
        FileLock(tmp_path / "missing" / "lock")
