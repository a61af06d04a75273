"""Making the next version of a promise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Membership
from community import clock
from community.audit.models import AuditEntry
from community.events.models import Event
from community.insights.promise.actions.make import Terms, make_promise
from community.insights.promise.models import Promise
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race

HALF = Terms(answer_within=1800, answer_share=80)
NOTHING = Terms()


def test_an_admin_makes_a_promise_that_is_recorded_and_audited(cast):
    made = make_promise(admin=cast.ada, terms=HALF)
    assert (made.version, made.withdrawn, made.valid_from) == (1, False, made.created_at)
    event = Event.objects.get(type="promise.made")
    assert (event.company, event.actor, event.payload) == (
        cast.acme.key,
        cast.ada.key,
        {"version": 1, "withdrawn": False},
    )
    entry = AuditEntry.objects.get(action="promise.made")
    assert (entry.before, entry.after["answer_within"]) == ({}, 1800)


def test_the_next_version_follows_and_may_begin_later(cast):
    make_promise(admin=cast.ada, terms=HALF)
    later = clock.now() + timedelta(days=3)
    made = make_promise(admin=cast.ada, terms=NOTHING, valid_from=later, seen=1)
    assert (made.version, made.withdrawn, made.valid_from) == (2, True, later)


def test_nobody_promises_for_the_past_or_before_the_last_version(cast):
    with pytest.raises(NotAllowed, match="past"):
        make_promise(admin=cast.ada, terms=HALF, valid_from=clock.now() - timedelta(seconds=1))
    make_promise(admin=cast.ada, terms=HALF, valid_from=clock.now() + timedelta(days=1))
    with pytest.raises(NotAllowed, match="has to begin later"):
        make_promise(admin=cast.ada, terms=HALF)


def test_only_a_promise_can_end(cast):
    with pytest.raises(NotAllowed, match="Nothing is promised"):
        make_promise(admin=cast.ada, terms=NOTHING)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(answer_within=30, answer_share=80),
        Terms(answer_within=1800, answer_share=101),
        Terms(answer_within=366 * 86400, answer_share=80),
    ],
)
def test_terms_that_cannot_be_are_refused(cast, terms):
    with pytest.raises(NotAllowed):
        make_promise(admin=cast.ada, terms=terms)
    assert not Promise.objects.exists()


@pytest.mark.parametrize("name", ["alice", "mona"])
def test_only_admins_promise(cast, name):
    with pytest.raises(NotAllowed):
        make_promise(admin=getattr(cast, name), terms=HALF)


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_at_once_one_makes_the_next_version(cast):
    admins = [cast.ada.pk, factories.make_member(cast.acme, role="admin").pk]

    def make(number: int) -> int:
        admin = Membership.objects.get(pk=admins[number])
        return make_promise(admin=admin, terms=HALF, seen=0).version

    assert race(2, make) == {"1": 1, "NotAllowed": 1}
    assert Promise.objects.count() == 1
    assert Event.objects.filter(type="promise.made").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_who_did_not_look_make_versions_in_a_row(cast):
    def make(_number: int) -> int:
        return make_promise(admin=Membership.objects.get(pk=cast.ada.pk), terms=HALF).version

    made = race(4, make)
    assert made.total() == 4
    assert list(Promise.objects.order_by("version").values_list("version", flat=True)) == [1, 2, 3, 4]
