"""Choosing another display name."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.actions.join import NameTaken, name_taken_sentence
from accounts.events import MemberRenamed
from accounts.models import Membership
from accounts.models.membership import name_key_of
from accounts.policies import check_may_write
from community.events.record import record


def rename_member(*, member: Membership, display_name: str) -> Membership:
    """Give the member another display name; the same one changes nothing. Records MemberRenamed.

    Raises NotAllowed, NameTaken when the name or a look-alike is in use in this company.
    """
    check_may_write(member)
    if member.display_name == display_name:
        return member
    member.display_name, member.name_key = display_name, name_key_of(display_name)
    try:
        with transaction.atomic():
            member.save(update_fields=["display_name", "name_key"])
            record(MemberRenamed(company=str(member.company_id), actor=member.key, member=member.pk))
    except IntegrityError as error:
        member.refresh_from_db(fields=["display_name", "name_key"])
        raise NameTaken(name_taken_sentence()) from error
    return member
