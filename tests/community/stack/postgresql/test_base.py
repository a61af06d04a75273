"""`manage.py` starts the servers exactly when a command needs them."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.community.stack.conftest import processes_of


def test_a_command_that_needs_no_database_starts_none(manage, tmp_path):
    done = manage("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "data" / "postgresql").exists()


def test_a_command_that_needs_it_starts_it_for_as_long_as_it_runs(manage, tmp_path):
    done = manage("shell", "-c", "from django.db import connection as c; c.ensure_connection(); print(c.pg_version)")
    assert done.stdout.strip().splitlines()[-1].startswith("18")
    assert (tmp_path / "data" / "postgresql").exists()
    assert processes_of(tmp_path / "data") == []


def test_a_directory_that_cannot_be_used_is_one_sentence(manage):
    done = manage("showmigrations", DATA_DIR="/proc/peerdesk/data")
    assert done.returncode == 1
    assert done.stderr == "The data directory /proc/peerdesk/data cannot be written: No such file or directory.\n"


def test_nonsense_in_a_setting_is_one_sentence(manage):
    done = manage("check", PORT="eighty")
    assert done.returncode == 1
    assert done.stderr == "PORT is 'eighty'; write a whole number.\n"


@pytest.mark.django_db
def test_the_servers_of_the_tests_are_not_those_of_the_developer(settings):
    assert settings.DATA_DIR.parent.name == ".test-data"
    assert connection.settings_dict["HOST"] == str(settings.EMBEDDED.places.sockets)
    assert connection.settings_dict["NAME"].startswith("test_")
