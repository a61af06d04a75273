"""Joining a company."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.events import MemberJoined
from accounts.models import Company, Membership, Person
from accounts.models.membership import name_key_of
from community.events.record import record
from community.web.errors import NotAllowed


class NameTaken(NotAllowed):
    """Raised when a display name, or one that looks like it, belongs to another member of the company."""


def join_company(*, company: Company, person: Person, display_name: str) -> Membership:
    """Make the person a member; joining twice returns the same membership. Records MemberJoined once.

    Raises NameTaken when the name or a look-alike is in use in this company, NotAllowed when it is closed.
    """
    if not company.is_open:
        raise NotAllowed(_("This community takes no new members."))
    existing = Membership.objects.of(company).filter(person=person).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            member = Membership.objects.create(
                company=company, person=person, display_name=display_name, name_key=name_key_of(display_name)
            )
            record(MemberJoined(company=company.key, actor=member.key, member=member.pk))
    except IntegrityError as error:
        # Either a simultaneous join of the same person won, or the name is taken; the database has decided.
        existing = Membership.objects.of(company).filter(person=person).first()
        if existing is not None:
            return existing
        raise NameTaken(name_taken_sentence()) from error
    return member


def name_taken_sentence() -> str:
    """Return what somebody reads whose chosen name is in use."""
    return _("Somebody here already has this name, or one that looks like it. Choose another.")
