"""Changing the ladder."""

from __future__ import annotations

import pytest

from community.audit.models import AuditEntry
from community.events.models import Event
from community.insights.promise.actions.ladder import change_ladder
from community.insights.promise.models import Ladder
from community.web.errors import NotAllowed


def test_a_change_is_recorded_and_audited_once(cast):
    change_ladder(admin=cast.ada, wanted={"wider": 5})
    change_ladder(admin=cast.ada, wanted={"wider": 5})
    assert Ladder.objects.get().wider == 5
    assert Event.objects.get(type="ladder.changed").payload == {"changed": ["wider"]}
    entry = AuditEntry.objects.get(action="ladder.changed")
    assert (entry.before, entry.after) == ({"wider": 15}, {"wider": 5})


@pytest.mark.parametrize("wanted", [{"wider": 60}, {"wider": 0}, {"staff": 99_999_999}])
def test_minutes_go_up(cast, wanted):
    with pytest.raises(NotAllowed):
        change_ladder(admin=cast.ada, wanted=wanted)
    assert not Ladder.objects.exists()


def test_only_admins_change_it(cast):
    with pytest.raises(NotAllowed):
        change_ladder(admin=cast.mona, wanted={"is_on": False})
