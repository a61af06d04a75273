"""The life of the servers: started by the first, shared, stopped after the last, recovered after a crash."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import psycopg
import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from community.stack import lease
from community.stack.embedded import Embedded
from community.stack.locks import FileLock
from community.stack.refusal import StackRefused

from .conftest import PROJECT, processes_of, wait_until

HOLD = "embedded.ensure_running(); print('up', flush=True); input()"


def query(embedded, statement):
    settings = embedded.database_settings()
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def keeper_pid(embedded):
    return json.loads(lease.keeper_file(embedded.places).read_text())["pid"]


def test_settings_start_nothing_and_need_no_django(tmp_path):
    program = (
        "import sys; from pathlib import Path; from community.stack.embedded import Embedded; "
        f"e = Embedded(Path({str(tmp_path / 'data')!r})); e.database_settings(); e.redis_url; e.celery_broker_url; "
        "print('django' in sys.modules, e.is_running())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    assert list(tmp_path.iterdir()) == []


def test_both_servers_answer_and_listen_on_no_port(embedded):
    held = embedded.ensure_running()
    assert embedded.is_running()
    assert query(embedded, "SHOW listen_addresses") == ""
    assert query(embedded, "SELECT lower('ÄÉ') || current_setting('server_version_num')").startswith("äé18")
    assert query(embedded, "CREATE EXTENSION vector") is None
    assert Redis.from_url(embedded.redis_url).config_get("port") == {"port": "0"}
    held.release()
    assert not embedded.is_running()
    assert not embedded.places.sockets.exists()


def test_redis_numbers_are_kept_apart(embedded):
    embedded.ensure_running()
    other = type(embedded)(embedded.data_dir, redis_db=63)
    Redis.from_url(embedded.redis_url).set("key", "ours")
    assert Redis.from_url(other.redis_url).get("key") is None
    assert other.celery_broker_url.endswith("?virtual_host=63")


def test_asking_twice_in_a_process_is_one_lease(embedded):
    assert embedded.ensure_running() is embedded.ensure_running()


def test_data_outlives_the_servers(embedded):
    held = embedded.ensure_running()
    query(embedded, "CREATE TABLE kept AS SELECT 42 AS answer")
    held.release()
    embedded.ensure_running()
    assert query(embedded, "SELECT answer FROM kept") == 42


def test_a_second_process_joins_and_the_last_one_leaving_stops_them(embedded, python):
    held = embedded.ensure_running()
    keeper = keeper_pid(embedded)
    other = python(HOLD)
    assert other.stdout.readline() == "up\n"
    held.release()
    assert embedded.is_running()
    assert keeper_pid(embedded) == keeper
    other.communicate("\n")
    assert not embedded.is_running()


def test_a_killed_user_leaves_no_servers_behind(embedded, python):
    user = python(HOLD)
    assert user.stdout.readline() == "up\n"
    user.kill()
    wait_until(lambda: not processes_of(embedded.data_dir))


def test_ten_processes_that_start_at_once_share_one_keeper(embedded, python):
    users = [python(HOLD) for _ in range(10)]
    assert [user.stdout.readline() for user in users] == ["up\n"] * 10
    assert len([line for line in processes_of(embedded.data_dir) if "postgres -D" in line]) == 1


def test_a_killed_keeper_takes_the_servers_along_and_is_replaced(embedded):
    held = embedded.ensure_running()
    os.kill(keeper_pid(embedded), signal.SIGKILL)
    wait_until(lambda: not processes_of(embedded.data_dir))
    held.revive()
    assert query(embedded, "SELECT 1") == 1


def test_a_fallen_server_is_started_again(embedded):
    embedded.ensure_running()
    redis = Redis.from_url(embedded.redis_url)
    first = redis.info("server")["process_id"]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: embedded.places.redis_socket.exists() and _process_id(redis) not in (None, first))
    postmaster = int((embedded.places.cluster / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: _answers(embedded))


def _process_id(redis):
    try:
        return redis.info("server")["process_id"]
    except RedisConnectionError:
        return None


def _answers(embedded):
    try:
        return query(embedded, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def test_a_crash_of_everything_loses_nothing(embedded):
    held = Embedded(embedded.data_dir).ensure_running()
    query(embedded, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(keeper_pid(embedded), signal.SIGKILL)
    for line in processes_of(embedded.data_dir):
        with suppress(ProcessLookupError):
            os.kill(int(line.split()[0]), signal.SIGKILL)
    wait_until(lambda: not processes_of(embedded.data_dir))
    assert (embedded.places.cluster / "postmaster.pid").exists()
    held.revive()
    assert query(embedded, "SELECT answer FROM kept") == 42


def test_a_process_number_that_was_given_to_another_program_is_no_hindrance(embedded):
    embedded.ensure_running().release()
    account = embedded.places.cluster.stat()
    identity = {} if os.geteuid() else {"user": account.st_uid, "group": account.st_gid, "extra_groups": []}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **identity)
    try:
        stale = embedded.places.cluster / "postmaster.pid"
        stale.write_text(f"{stranger.pid}\n{embedded.places.cluster}\n1\n5432\n/tmp\n\n1 1\nready\n")
        os.chown(stale, account.st_uid, account.st_gid)
        embedded.ensure_running()
        assert query(embedded, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_cluster_is_made_again(empty):
    unfinished = empty.data_dir / "postgresql.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    empty.ensure_running()
    assert query(empty, "SELECT 1") == 1
    assert not unfinished.exists()


def test_data_of_another_version_is_a_sentence_and_stays(empty):
    empty.places.cluster.mkdir(parents=True)
    (empty.places.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(
        StackRefused, match="was written by PostgreSQL 17 and this version of Peerdesk brings PostgreSQL 18"
    ):
        empty.ensure_running()
    assert (empty.places.cluster / "PG_VERSION").read_text() == "17\n"


def test_a_folder_that_is_no_cluster_is_a_sentence(empty):
    empty.places.cluster.mkdir(parents=True)
    (empty.places.cluster / "notes.txt").write_text("mine")
    with pytest.raises(StackRefused, match="is not a PostgreSQL data directory"):
        empty.ensure_running()
    assert (empty.places.cluster / "notes.txt").read_text() == "mine"


def test_a_file_in_the_place_of_the_directory_is_a_sentence(empty):
    empty.data_dir.write_text("mine")
    with pytest.raises(StackRefused, match="cannot be written"):
        empty.ensure_running()
    empty.data_dir.unlink()


def test_a_socket_folder_of_somebody_else_is_refused(empty):
    empty.places.sockets.symlink_to("/var")
    try:
        with pytest.raises(StackRefused, match="belongs to somebody else"):
            empty.ensure_running()
    finally:
        empty.places.sockets.unlink()


def test_a_server_that_cannot_start_says_why(embedded):
    embedded.ensure_running().release()
    (embedded.places.cluster / "postgresql.conf").write_text("shared_buffers = nonsense\nport = 'many'\n")
    with pytest.raises(StackRefused, match=r"PostgreSQL did not start: .*(port|configuration file).*postgresql\.log"):
        embedded.ensure_running()


def test_stop_ends_them_whoever_uses_them(embedded, python):
    user = python(HOLD)
    assert user.stdout.readline() == "up\n"
    embedded.stop()
    assert not embedded.is_running()
    with socket.socket(socket.AF_UNIX) as connection, pytest.raises(OSError, match="No such file"):
        connection.connect(str(embedded.places.redis_socket))


def test_it_knows_where_its_pages_are_while_somebody_serves_them(tmp_path):
    embedded = Embedded(tmp_path)
    assert embedded.served_at() == ""
    embedded.places.locks.mkdir()
    lock = FileLock(embedded.places.locks / "serve")
    lock.take()
    assert embedded.served_at() == ""
    lock.write('{"pid": 1, "address": "http://localhost:8411"}')
    assert embedded.served_at() == "http://localhost:8411"
    lock.close()
    assert embedded.served_at() == ""
