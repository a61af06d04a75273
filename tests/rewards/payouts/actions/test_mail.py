"""The statement by mail: with each line, once, and one failure keeps nobody else's back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from community import clock
from rewards.payouts.actions.mail import mail_statements
from rewards.payouts.models import StatementMail
from rewards.payouts.tasks import statements
from tests import factories
from tests.races import race
from tests.rewards.payouts.conftest import fund

OCTOBER = datetime(2027, 10, 12, tzinfo=UTC)


@pytest.fixture
def moved(cast, program, confirm):
    with clock.frozen_at(OCTOBER):
        fund(cast.bob, 300)
        fund(cast.alice, 70)
    confirm(cast.bob, cast.alice)


def test_everybody_whose_points_moved_gets_one_with_each_line(cast, moved, mailoutbox):
    with clock.frozen_at(datetime(2027, 11, 4, tzinfo=UTC)):
        assert statements() == 2
        assert statements() == 0
    [_to_alice, to_bob] = sorted(mailoutbox, key=lambda mail: "Bob" in mail.body)
    assert "2027-10-12  +300" in to_bob.body
    assert "Yours to spend at the end: 300" in to_bob.body
    assert "/c/acme/wallet/statement/2027-10/" in to_bob.body
    assert to_bob.subject == "Acme: Your points in 2027-10"


def test_nothing_is_mailed_in_the_first_days(cast, moved, mailoutbox):
    with clock.frozen_at(datetime(2027, 11, 2, tzinfo=UTC)):
        assert statements() == 0


def test_without_a_confirmed_address_there_is_no_mail_and_no_claim(cast, program):
    with clock.frozen_at(OCTOBER):
        fund(cast.bob, 300)
    assert mail_statements(cast.acme, "2027-10") == 0
    assert not StatementMail.objects.exists()


def test_a_refused_address_keeps_nobody_elses_back(cast, moved, settings):
    from tests.community.notifications.backends import Picky

    settings.EMAIL_BACKEND = "tests.community.notifications.backends.Picky"
    Picky.errors.clear()
    Picky.taken.clear()
    Picky.errors[cast.alice.person.email] = OSError("away")
    with pytest.raises(OSError, match="away"):
        mail_statements(cast.acme, "2027-10")
    Picky.errors.clear()
    assert mail_statements(cast.acme, "2027-10") == 2
    assert StatementMail.objects.filter(state="sent").count() == 2


def test_a_claim_whose_worker_died_is_taken_over(cast, moved, mailoutbox):
    StatementMail.objects.create(company=cast.acme, member=cast.bob, month="2027-10", claimed_at=clock.now())
    assert mail_statements(cast.acme, "2027-10") == 1
    with clock.moved(timedelta(minutes=4)):
        assert mail_statements(cast.acme, "2027-10") == 1


def test_a_mail_is_in_the_language_of_its_reader(cast, moved, mailoutbox):
    cast.bob.person.language = "de"
    cast.bob.person.save()
    mail_statements(cast.acme, "2027-10")
    assert len(mailoutbox) == 2


@pytest.mark.django_db(transaction=True)
def test_four_workers_mail_each_statement_once(cast, moved, mailoutbox):
    factories.make_member(cast.acme)
    outcomes = race(4, lambda number: mail_statements(cast.acme, "2027-10"))
    assert sum(int(sent) * count for sent, count in outcomes.items()) == 2
    assert len(mailoutbox) == 2
