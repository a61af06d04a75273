from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community import clock
from community.insights.speed.models import Alert
from tests import factories

PAGE = "/c/acme/insights/alerts/"
HOUR = timedelta(hours=1)
SLOW = {"seconds": 3000.0, "within": 1800.0, "share": 80, "n": 60, "events": 60}


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def warn(cast: Any):
    def make(kind: str, facts: dict[str, Any], over: bool = False, topic: Any = None) -> Alert:
        now = clock.now()
        return Alert.objects.create(
            company=cast.acme, kind=kind, topic=topic, facts=facts, began_at=now - HOUR, ended_at=now if over else None
        )

    return make


def one_person(member: Any) -> dict[str, Any]:
    return {"member": member.pk, "count": 9, "n": 12, "people": 3}


def test_a_slow_community(cast, warn, browser_of):
    warn("slow", SLOW)
    page = text_of(browser_of(cast.mona).get(PAGE))
    assert "For 80 % of the questions the first answer took up to 50 minutes; promised are 30 minutes." in page
    assert "From 60 questions; open ones count." in page
    assert 'href="/c/acme/insights/"' in page and "There were no warnings before." in page


def test_a_time_that_was_never_reached(cast, warn, browser_of):
    warn("slow", {**SLOW, "seconds": None})
    page = text_of(browser_of(cast.mona).get(PAGE))
    assert "Fewer than 80 % of the questions have a first answer so far; promised is one within 30 minutes." in page


def test_a_topic_that_depends_on_one_person_leads_to_both(cast, warn, browser_of):
    topic = factories.topic_of(cast.acme)
    warn("one_person", one_person(cast.bob), topic=topic)
    page = text_of(browser_of(cast.mona).get(PAGE))
    assert f'<a href="/c/acme/u/{cast.bob.pk}/"><bdi>Bob</bdi></a> gave 9 of the 12 solutions here in 90 days.' in page
    assert 'href="/c/acme/t/general/"' in page and f'href="/c/acme/insights/?topic={topic.pk}"' in page


def test_whoever_is_gone_is_not_named(cast, warn, browser_of):
    warn("one_person", {**one_person(cast.bob), "member": 987_654}, topic=factories.topic_of(cast.acme))
    assert "A former member gave 9 of the 12 solutions" in text_of(browser_of(cast.mona).get(PAGE))


def test_earlier_warnings_stand_below(cast, warn, browser_of):
    warn("slow", SLOW, over=True)
    page = text_of(browser_of(cast.mona).get(PAGE))
    assert "Nothing is wrong with the answers." in page and "over since" in page


def test_moderators_only(cast, browser_of):
    assert browser_of(cast.alice).get(PAGE).status_code == 403
    assert browser_of(None).get(PAGE).status_code == 302


def test_warnings_of_other_companies_are_nobodys_business(cast, warn, browser_of):
    boss = factories.make_member(cast.bolt, role="admin")
    warn("slow", SLOW)
    assert "promised are" not in text_of(browser_of(boss).get("/c/bolt/insights/alerts/"))


def test_a_fixed_number_of_queries(cast, warn, browser_of, django_assert_num_queries):
    browser, topic = browser_of(cast.mona), factories.topic_of(cast.acme)
    warn("one_person", one_person(cast.bob), topic=topic)
    warn("one_person", one_person(cast.bob), topic=topic, over=True)
    browser.get(PAGE)
    with django_assert_num_queries(7):
        browser.get(PAGE)
    for member in (cast.alice, cast.mona, cast.ada):
        warn("one_person", one_person(member), topic=topic, over=True)
        warn("one_person", one_person(member), topic=factories.make_topic(cast.acme, f"Of {member}"))
    with django_assert_num_queries(7):
        browser.get(PAGE)


def test_who_manages_the_community_sees_it_first(cast, warn, browser_of):
    manage = "/c/acme/manage/"
    assert "Nothing is wrong with the answers." in text_of(browser_of(cast.mona).get(manage))
    alert = warn("slow", SLOW)
    page = text_of(browser_of(cast.mona).get(manage))
    assert f'<a href="/c/acme/insights/alerts/#warning-{alert.pk}">Answers take longer than promised</a>' in page


def test_the_dashboard_leads_to_the_warnings_and_to_the_value(cast, browser_of):
    page = text_of(browser_of(cast.mona).get("/c/acme/insights/"))
    assert 'href="/c/acme/insights/alerts/"' in page and 'href="/c/acme/insights/value/"' in page
