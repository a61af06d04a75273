from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.web.models import RateWindow


@pytest.mark.django_db
def test_a_window_has_one_row():
    expires_at = clock.now() + timedelta(minutes=1)
    RateWindow.objects.create(key="same", expires_at=expires_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RateWindow.objects.create(key="same", expires_at=expires_at)
