"""A real process is killed with SIGKILL in the middle of an effect."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, transaction

from community.events.drain import drain_stream
from community.events.models import Delivery
from community.events.record import record

WORKER = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.contrib.auth.models import Group
from community.events.drain import drain_stream
from community.events.followers import follow

@follow("lamp.lit", name="test.slow")
def react(event):
    Group.objects.create(name="effect")
    print("in the middle", flush=True)
    time.sleep(60)

drain_stream("1", "lamp:1")
"""


@pytest.mark.django_db(transaction=True)
def test_the_effect_is_neither_lost_nor_doubled(lamp_lit, following):
    following("test.slow", lambda event: Group.objects.create(name="effect"))
    with transaction.atomic():
        record(lamp_lit())
    command = [sys.executable, "-c", WORKER, connection.settings_dict["NAME"]]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR, env=os.environ)
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "in the middle"
    assert drain_stream("1", "lamp:1") == 0  # the other one holds the stream
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    deadline = time.monotonic() + 30
    while not drain_stream("1", "lamp:1") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert Group.objects.count() == 1
    assert Delivery.objects.get().state == "done"
