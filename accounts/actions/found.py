"""Making a company."""

from __future__ import annotations

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.events import CompanyCreated, MemberJoined
from accounts.models import Company, Membership, Person, SetupCode
from accounts.models.membership import name_key_of
from community import clock
from community.events.record import record
from community.web.errors import NotAllowed


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def needs_setup() -> bool:
    """Return whether nobody runs a real company yet; the demo does not count, nor does a community only imported."""
    return not Membership.objects.filter(company__is_demo=False, role=Membership.Role.ADMIN).exists()


@transaction.atomic
def issue_setup_code() -> str:
    """Replace the open one-time code by a new one and return it; only its hash is stored."""
    code = "-".join(secrets.token_hex(2).upper() for _part in range(4))
    SetupCode.objects.filter(used_at__isnull=True).delete()
    SetupCode.objects.create(code_hash=_hash(code), created_at=clock.now())
    return code


@transaction.atomic
def register_operator(*, email: str, password: str) -> Person:
    """Make the login of somebody who holds the one-time code; the address counts as confirmed."""
    person = Person.objects.create_user(email, password)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def found_company(
    *, code: str, person: Person, name: str, slug: str, display_name: str, colour: str, language: str
) -> Company:
    """Make the first real company, with the person as its admin and as operator of the installation.

    Uses up the one-time code. Records CompanyCreated and MemberJoined. Raises NotAllowed when the code is wrong or
    somebody runs a company by now, or when the short name is taken.
    """
    used = SetupCode.objects.filter(used_at__isnull=True, code_hash=_hash(code)).update(used_at=clock.now())
    if used != 1:
        raise NotAllowed(
            _("This code is not valid. The start of Peerdesk prints it; manage.py setup_code prints a new one.")
        )
    if not needs_setup():
        raise NotAllowed(_("The first company exists already. Ask its admin to invite you."))
    try:
        with transaction.atomic():
            company = Company.objects.create(
                name=name, slug=slug, colour=colour, languages=[language], default_language=language
            )
    except IntegrityError as error:
        raise NotAllowed(_("This short name is taken. Choose another.")) from error
    admin = Membership.objects.create(
        company=company,
        person=person,
        display_name=display_name,
        name_key=name_key_of(display_name),
        role=Membership.Role.ADMIN,
        affiliation=Membership.Affiliation.STAFF,
        trust_level=4,
    )
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    record(CompanyCreated(company=company.key, actor=admin.key))
    record(MemberJoined(company=company.key, actor=admin.key, member=admin.pk))
    return company
