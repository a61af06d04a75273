"""Remembering for thirty days from where members act, without knowing where that is."""

from __future__ import annotations

from django.db import connection
from django.utils.crypto import salted_hmac

from accounts.models import Membership
from community import clock
from rewards.integrity.models import Trace
from rewards.integrity.models.trace import KEPT, KEY_LENGTH

_SALT = "rewards.integrity.trace"
# One statement, and nothing at all where no rewards run: what is not needed is not kept.
_KEEP = """
    INSERT INTO integrity_trace (company_id, member_id, day, address_key, device_key)
    SELECT %s, %s, %s, %s, %s
    WHERE EXISTS (SELECT 1 FROM earning_program WHERE company_id = %s AND is_running)
    ON CONFLICT (company_id, member_id, day, device_key) DO NOTHING
"""


def leave_trace(*, member: Membership, address: str, browser: str) -> None:
    """Note once a day that the member acted from this address with this browser, as keyed digests of this company."""
    company = member.company_id
    address_key, device_key = key_of(company, address), key_of(company, f"{address} {browser}")
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [company, member.pk, clock.now().date(), address_key, device_key, company])


def key_of(company_id: int, text: str) -> str:
    """Return the digest under which a company's traces know an address or device."""
    return salted_hmac(_SALT, f"{company_id} {text}", algorithm="sha256").hexdigest()[:KEY_LENGTH]


def purge_traces() -> int:
    """Delete the traces that are thirty days old or older; return how many."""
    deleted, _models = Trace.objects.filter(day__lte=(clock.now() - KEPT).date()).delete()
    return deleted


def forget_traces(membership_id: int) -> int:
    """Delete a member's traces; return how many. Safe to run twice."""
    deleted, _models = Trace.objects.filter(member=membership_id).delete()
    return deleted
