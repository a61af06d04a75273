from datetime import timedelta

import pytest

from community import clock
from community.web.models import RateWindow
from community.web.tasks import purge_rate_windows


@pytest.mark.django_db
def test_only_rows_that_say_nothing_any_more_are_deleted():
    RateWindow.objects.create(key="old", expires_at=clock.now() - timedelta(seconds=1))
    RateWindow.objects.create(key="young", expires_at=clock.now() + timedelta(seconds=60))
    assert purge_rate_windows() == 1
    assert list(RateWindow.objects.values_list("key", flat=True)) == ["young"]
    assert purge_rate_windows() == 0
