"""Who gets into the company's admin, and how far."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actions.suspend import suspend_member
from accounts.models import Company, Membership
from community.moderation.admin.base import CompanyModelAdmin
from community.moderation.site import company_admin
from tests import factories
from tests.community.moderation.conftest import MANAGE

FOR_MODERATORS = ["", "questions/question/", "questions/answer/", "questions/comment/", "accounts/membership/"]
FOR_ADMINS = ["questions/topic/", "questions/topic/add/", "questions/tag/", "audit/auditentry/"]


def test_every_page_is_held_to_the_company():
    assert company_admin._registry
    assert all(isinstance(page, CompanyModelAdmin) for page in company_admin._registry.values())


@pytest.mark.parametrize("place", FOR_MODERATORS)
@pytest.mark.parametrize("who", ["mona", "ada"])
def test_moderators_and_admins_see_posts_and_members(cast, thread, browser_of, who, place):
    assert browser_of(getattr(cast, who)).get(f"{MANAGE}/{place}").status_code == 200


@pytest.mark.parametrize("place", FOR_ADMINS)
def test_only_admins_see_topics_tags_and_the_log(cast, mona, ada, place):
    assert (ada.get(f"{MANAGE}/{place}").status_code, mona.get(f"{MANAGE}/{place}").status_code) == (200, 403)


def test_only_admins_see_the_settings(cast, mona, ada):
    address = f"{MANAGE}/accounts/company/{cast.acme.pk}/change/"
    assert ada.get(f"{MANAGE}/accounts/company/").url == address
    assert (ada.get(address).status_code, mona.get(address).status_code) == (200, 403)
    assert mona.get(f"{MANAGE}/accounts/company/").status_code == 403


@pytest.mark.parametrize("place", [*FOR_MODERATORS, *FOR_ADMINS, "nothing/there/", "jsi18n/", "autocomplete/"])
def test_visitors_are_sent_to_sign_in_and_back(cast, browser_of, place):
    response = browser_of(None).get(f"{MANAGE}/{place}")
    assert response.url == f"/c/acme/accounts/login/?next=/c/acme/manage/{place}"


@pytest.mark.parametrize("who", ["alice", "charlie"])
@pytest.mark.parametrize("place", [*FOR_MODERATORS, *FOR_ADMINS, "nothing/there/", "jsi18n/", "autocomplete/"])
def test_members_and_strangers_read_that_it_is_for_moderators(cast, browser_of, who, place):
    response = browser_of(getattr(cast, who)).get(f"{MANAGE}/{place}")
    assert response.status_code == 403
    assert b"Only moderators of this community" in response.content


def test_another_companys_admin_is_a_stranger(cast, browser_of):
    boris = factories.make_member(cast.bolt, "Boris", role="admin")
    assert browser_of(boris).get(f"{MANAGE}/").status_code == 403
    assert browser_of(boris).get("/c/bolt/manage/").status_code == 200


def test_being_an_operator_counts_for_nothing(cast, operators_browser):
    assert operators_browser.get(f"{MANAGE}/").status_code == 403


def test_a_suspended_moderator_reads_why(cast, mona):
    suspend_member(moderator=cast.ada, member=cast.mona, for_time=timedelta(days=3), reason="A long holiday")
    response = mona.get(f"{MANAGE}/")
    assert response.status_code == 403 and b"A long holiday" in response.content


def test_a_former_moderator_is_out_at_once(cast, mona):
    Membership.objects.filter(pk=cast.mona.pk).update(role="member")
    assert mona.get(f"{MANAGE}/").status_code == 403


def test_moderators_still_moderate_a_closed_community(cast, thread, mona):
    Company.objects.filter(pk=cast.acme.pk).update(is_open=False)
    words = {"reason": "It gives away a phone number"}
    mona.post(f"{MANAGE}/questions/answer/act/hide/?ids={thread.answer.pk}", words)
    thread.answer.post.refresh_from_db()
    assert thread.answer.post.visibility == "hidden"


def test_outside_a_company_it_is_not_there(operators_browser):
    assert operators_browser.get("/manage/").status_code == 404
    assert operators_browser.get("/manage/questions/question/").status_code == 404


@pytest.mark.parametrize("door", ["logout", "password_change", "r/1/1"])
def test_doors_that_the_product_has_itself_are_closed(ada, door):
    assert ada.post(f"{MANAGE}/{door}/").status_code == 404


def test_djangos_own_sign_in_leads_to_the_products(cast, browser_of):
    assert browser_of(None).get(f"{MANAGE}/login/").url == "/c/acme/accounts/login/?next=/c/acme/manage/"


@pytest.mark.parametrize(
    "place", ["questions/question", "questions/answer", "questions/comment", "accounts/membership"]
)
def test_nobody_makes_deletes_or_rewrites_posts_and_members_here(cast, thread, ada, place):
    pk = cast.bob.pk if place.startswith("accounts") else getattr(thread, place.split("/")[1]).pk
    assert ada.get(f"{MANAGE}/{place}/add/").status_code == 403
    assert ada.post(f"{MANAGE}/{place}/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert ada.post(f"{MANAGE}/{place}/{pk}/change/", {"title": "Mine", "role": "admin"}).status_code == 403


@pytest.mark.parametrize("act", ["archive", "remove"])
def test_moderators_do_not_touch_topics(cast, mona, act):
    topic = factories.topic_of(cast.acme)
    assert mona.post(f"{MANAGE}/questions/topic/act/{act}/?ids={topic.pk}").status_code == 404


def test_moderators_give_no_roles(cast, mona):
    words = {"role": "admin", "affiliation": "none"}
    assert mona.post(f"{MANAGE}/accounts/membership/act/role/?ids={cast.mona.pk}", words).status_code == 404
    cast.mona.refresh_from_db()
    assert cast.mona.role == "moderator"


def test_moderators_do_not_suspend_moderators(cast, browser_of):
    other = factories.make_member(cast.acme, "Milo", role="moderator")
    browser = browser_of(cast.mona)
    words = {"length": "24h", "reason": "A quarrel"}
    response = browser.post(f"{MANAGE}/accounts/membership/act/suspend/?ids={other.pk}", words, follow=True)
    assert b"1 was not changed: Only admins can suspend a moderator." in response.content


def test_the_index_says_what_waits(cast, thread, mona):
    suspend_member(moderator=cast.mona, member=cast.alice, for_time=timedelta(days=3), reason="Advertising")
    open_one = factories.ask(cast.bob, "Why is my bill so high?")
    page = mona.get(f"{MANAGE}/").content.decode()
    assert "1 question needs an answer." in page and open_one.title in page
    assert "1 member can only read for now." in page and "Nothing is hidden." in page
    assert "<bdi>Alice</bdi>: Suspended" in page
