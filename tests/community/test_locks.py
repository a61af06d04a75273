"""Who has a lock keeps out whom it should, and nobody else."""

from __future__ import annotations

import pytest
from django.db import connections

from community.locks import lock, lock_if_free, lock_shared, lock_shared_if_free, locked_if_free


@pytest.fixture
def held(db):
    """Let another connection hold a lock of company 7."""
    other = connections.create_connection("default")

    def hold(function: str, key: str = "hashint8(7)") -> None:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtext('tests.company'), {key})")

    yield hold
    # It may go back to a pool, where it would keep the lock.
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()


def test_a_lock_that_somebody_has_is_not_free_and_others_are(held):
    held("pg_advisory_lock")
    assert not lock_if_free("tests.company", 7) and not lock_shared_if_free("tests.company", 7)
    assert lock_if_free("tests.company", 8) and lock_if_free("tests.question", 7)
    with locked_if_free("tests.company", 7) as is_free:
        assert not is_free


def test_many_share_a_lock_that_nobody_then_has_alone(held):
    held("pg_advisory_lock_shared")
    lock_shared("tests.company", 7)
    assert lock_shared_if_free("tests.company", 7) and not lock_if_free("tests.company", 7)


def test_a_text_is_a_key_too(held):
    held("pg_advisory_lock", "hashtext('acme/question:7')")
    assert not lock_if_free("tests.company", "acme/question:7") and lock_if_free("tests.company", "acme/question:8")


def test_a_lock_for_a_block_is_given_back_when_the_block_fails(held):
    with pytest.raises(ValueError, match="broken"), locked_if_free("tests.company", 7) as is_free:
        assert is_free
        raise ValueError("broken")
    held("pg_advisory_lock")


def test_a_lock_that_was_waited_for_is_held(db):
    lock("tests.company", 7)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('tests.company'), hashint8(7))")
            assert cursor.fetchone() == (False,)
    finally:
        other.close()
