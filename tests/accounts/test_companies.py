"""What is done for every company is done for each on its own."""

from __future__ import annotations

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from accounts.companies import for_each_company
from accounts.models import Company
from community.events.followers import NotYet

FAILED = "Nothing came of company %s."


def raising_in(company: Company, error: BaseException):
    """Return what gives a company's short name, and raises in one of them."""

    def act(each: Company) -> str:
        if each == company:
            raise error
        return each.slug

    return act


def test_a_company_that_fails_keeps_no_other_waiting_and_is_logged(cast, caplog):
    done = for_each_company(raising_in(cast.acme, ValueError("broken")), failed=FAILED)
    assert done == ["bolt"]
    assert f"Nothing came of company {cast.acme.pk}." in caplog.text and "ValueError: broken" in caplog.text


def test_a_company_that_is_rebuilt_is_left_to_the_next_time(cast, caplog):
    assert for_each_company(raising_in(cast.acme, NotYet("It is being rebuilt.")), failed=FAILED) == ["bolt"]
    assert not [record for record in caplog.records if record.exc_info]


def test_the_time_limit_of_a_task_gets_through(cast):
    with pytest.raises(SoftTimeLimitExceeded):
        for_each_company(raising_in(cast.acme, SoftTimeLimitExceeded()), failed=FAILED)


def test_a_closed_company_is_looked_after_only_when_it_is_named(cast):
    Company.objects.filter(pk=cast.acme.pk).update(is_open=False)
    assert for_each_company(str, failed=FAILED) == [str(cast.bolt)]
    assert len(for_each_company(str, failed=FAILED, among=Company.objects.all())) == 2
