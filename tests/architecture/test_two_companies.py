"""Nothing of one company reaches the people of another, whatever address they try.

Bolt has one of everything, with a secret word in every text. People of Acme, of every role, try each address with Bolt's
ids. They must get what an id that never existed gets, see no secret, and change nothing. An address with arguments that
this sweep cannot fill fails it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from accounts.models import Company
from tests.architecture.addresses import Address, all_addresses
from tests.architecture.bolt import SECRET, everything_of
from tests.conftest import Cast

# What an argument stands for, by address; "pk" of these is no post.
MEMBERS = {"questions:member", "reputation:history", "moderation:suspend", "moderation:reinstate", "routing:block"}
NOTIFICATIONS = {"notifications:open"}
# Company-neutral arguments, tried with a fixed value.
NEUTRAL = {
    "accounts:answer_consent": {"purpose": "feed"},
    "accounts:company_css": {"version": "abc"},
    "notifications:unsubscribe": {"token": "made-up"},
    "notifications:mail_one": {"name": "nothing"},
}
ROLES = ("visitor", "alice", "mona", "ada")
NEVER = 999_999_999
ADDRESSES = (f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in count(1))
SAFE_STATUSES = {200, 301, 302, 400, 403, 404, 405, 410, 422}


def arguments_for(address: Address, rows: dict[str, object]) -> dict[str, object]:
    """Return Bolt's values for the address's arguments."""
    if address.name in NEUTRAL:
        return NEUTRAL[address.name]
    values: dict[str, object] = {}
    for argument in address.arguments:
        if argument == "slug":
            values["slug"] = rows["tag" if address.name.endswith(":tag") else "topic"].slug
            if address.name == "questions:question":
                values["slug"] = rows["slug"]
            if address.name == "badges:badge":
                values["slug"] = rows["badge"].slug
        elif argument == "object_id":
            values["object_id"] = _admin_object(address, rows)
        elif argument == "pk":
            values["pk"] = _pk(address, rows)
        elif argument == "month":
            values["month"] = "2026-11"
        elif argument == "number":
            values["number"] = rows["batch"].number
        elif argument in {"content_type_id", "app_label", "url", "act"}:
            app = "events" if address.name.startswith("admin:") else "questions"
            fixed = {"content_type_id": 1, "app_label": app, "url": "nothing/", "act": "hide"}
            values[argument] = fixed[argument]
        else:
            pytest.fail(f"The sweep does not know what {argument!r} of {address.name} stands for: teach it.")
    return values


def _pk(address: Address, rows: dict[str, object]) -> object:
    if address.name in MEMBERS:
        return rows["member"].pk
    if address.name in NOTIFICATIONS:
        return rows["notification"].pk
    if address.name.startswith("payouts:"):
        return rows["payout"].pk
    if address.name.startswith("routing:"):
        return rows["offer"].pk
    if address.name == "decisions:decision":
        return rows["decision"].pk
    if address.name.startswith("accountability:"):
        return rows["finding" if address.name.endswith(":finding") else "offer"].pk
    route = address.name.partition(":")[2]
    if route == "badges_badge_give":
        return rows["badge"].pk
    about_answer = route in {"vote", "accept", "withdraw_acceptance", "not_working", "solved_too"}
    return rows["answer" if about_answer else "question"].pk


def _admin_object(address: Address, rows: dict[str, object]) -> object:
    """Return Bolt's row of the model that an admin address is about: "questions_post_change" and the like."""
    match = re.search(r":([a-z]+)_([a-z]+)_[a-z]+$", address.name)
    assert match, address.name
    model = apps.get_model(match[1], match[2])
    for row in rows.values():
        if isinstance(row, model):
            return row.pk
    found = model._default_manager.order_by("pk").last()
    return found.pk if found is not None else 987_654


def _never(value: object) -> object:
    """Return a value of the same kind that names nothing; the value itself where it names nothing of a company."""
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    return NEVER if isinstance(value, int) else value


def state_of_bolt(bolt: Company) -> dict[str, str]:
    """Return a fingerprint of everything that Bolt has, by table, to compare before and after."""
    tables = sorted(
        {
            model._meta.db_table
            for model in apps.get_models()
            if any(field.name == "company" and field.is_relation for field in model._meta.get_fields())
        }
    )
    asked = (
        f"SELECT '{table}', md5(string_agg(found::text, ' ' ORDER BY found::text)) "
        f"FROM {table} AS found WHERE company_id = %s"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), [bolt.pk] * len(tables))
        return dict(cursor.fetchall())


@pytest.fixture
def bolts(cast: Cast, deliver_all) -> dict[str, object]:
    return everything_of(cast, deliver_all)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_of_acme_reaches_bolt(cast, bolts, browser_of, role):
    browser = browser_of(getattr(cast, role, None))
    before = state_of_bolt(cast.bolt)
    leaks: list[str] = []
    for address in all_addresses():
        # Counts of its own for each address: there are more than a member may ask for in a minute.
        with override_settings(RATE_LIMIT_PREFIX=f"sweep-{role}-{uuid4().hex}"):
            leaks += _leaks(browser, address, bolts)
    assert leaks == []
    assert state_of_bolt(cast.bolt) == before


def _leaks(browser: Client, address: Address, rows: dict[str, object]) -> Iterator[str]:
    """Try one address with Bolt's ids and with ids that never existed; say what differs or shows too much."""
    values = arguments_for(address, rows)
    unknown = {name: _never(value) for name, value in values.items()}
    try:
        path, never = (reverse(address.name, kwargs=each) for each in (values, unknown))
    except NoReverseMatch:
        pytest.fail(f"{address.name} cannot be reached with {values}: teach the sweep.")
    for send in (browser.get, browser.post):
        # An address of its own for each request: the sweep is not what the rate limits are for.
        response = send(f"/c/acme{path}", REMOTE_ADDR=next(ADDRESSES))
        what = f"{address.name} {response.request['REQUEST_METHOD']}"
        if response.status_code not in SAFE_STATUSES:
            yield f"{what} answers {response.status_code}"
        body = b"" if response.streaming else response.content
        if SECRET.encode() in body or SECRET in str(response.headers):
            yield f"{what} shows the secret"
        if values != unknown:
            other = send(f"/c/acme{never}", REMOTE_ADDR=next(ADDRESSES))
            if other.status_code != response.status_code:
                yield f"{what} answers {response.status_code}, and {other.status_code} for an id that never existed"


def test_the_sweep_would_notice_a_leak(cast, bolts, browser_of):
    """In Bolt itself the secret is everywhere: the canary sings."""
    question = bolts["question"]
    page = browser_of(cast.charlie).get(f"/c/bolt/q/{question.pk}/{question.slug}/")
    assert SECRET.encode() in page.content
