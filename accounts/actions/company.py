"""Changing a company's settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http.request import validate_host
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.events import CompanyChanged, CompanyPaused, CompanyResumed
from accounts.models import Company, CompanySlug, Membership
from accounts.policies import check_may_administer
from community.events.record import record
from community.web.errors import NotAllowed


@dataclass(frozen=True, kw_only=True)
class CompanySettings:
    """What a company's admins decide. `host` is the company's own host name, or None without one."""

    name: str
    slug: str
    tagline: str
    colour: str
    languages: tuple[str, ...]
    default_language: str
    host: str | None
    is_open: bool


@transaction.atomic
def change_company(*, admin: Membership, wanted: CompanySettings) -> Company:
    """Store the settings of the admin's company. Records CompanyChanged and an audit entry, unless nothing changed,
    and CompanyPaused or CompanyResumed when the community closed or opened.

    A former short name is kept, so that old links lead on, and nobody else may take it. Raises NotAllowed for everybody
    but admins, and for settings that cannot be: names that are taken, hosts that this server does not answer to.
    """
    _queue_for_names()
    company = Company.objects.select_for_update().get(pk=admin.company_id)
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    before = _facts(company)
    _check_names(company, wanted)
    former = company.slug
    for name, value in asdict(wanted).items():
        setattr(company, name, list(value) if name == "languages" else value)
    changed = {name: value for name, value in _facts(company).items() if value != before[name]}
    if not changed:
        return company
    _check_sound(company)
    company.save(update_fields=list(changed))
    if "slug" in changed:
        CompanySlug.objects.filter(company=company, slug=company.slug).delete()
        CompanySlug.objects.create(company=company, slug=former)
    record(CompanyChanged(company=company.key, actor=admin.key, changed=tuple(sorted(changed))))
    if "is_open" in changed:
        told = CompanyResumed if company.is_open else CompanyPaused
        record(told(company=company.key, actor=admin.key))
    audit_act(
        admin,
        "company.changed",
        target_kind="company",
        target_id=company.pk,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return company


def _queue_for_names() -> None:
    """Let settings change one after another: present and former short names are unique across two tables."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_companyslug IN SHARE ROW EXCLUSIVE MODE")


def _check_names(company: Company, wanted: CompanySettings) -> None:
    """Raise NotAllowed when a short name or host belongs to somebody else, or leads nowhere."""
    others = Company.objects.exclude(pk=company.pk)
    former = CompanySlug.objects.exclude(company=company)
    if others.filter(slug=wanted.slug).exists() or former.filter(slug=wanted.slug).exists():
        raise NotAllowed(_("This short name is taken. Choose another."))
    if wanted.host is None or wanted.host == company.host:
        return
    if wanted.host == urlsplit(settings.BASE_URL).hostname or others.filter(host=wanted.host).exists():
        raise NotAllowed(_("This host name is taken."))
    if not validate_host(wanted.host, settings.ALLOWED_HOSTS):
        raise NotAllowed(
            _("This server does not answer to this host name yet. Ask whoever runs it to allow the name first.")
        )


def _check_sound(company: Company) -> None:
    """Raise NotAllowed with the sentences of the model's own rules."""
    try:
        company.clean_fields()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    if company.default_language not in company.languages:
        raise NotAllowed(_("The main language must be one of the languages."))


def _facts(company: Company) -> dict[str, Any]:
    return {
        "name": company.name,
        "slug": company.slug,
        "tagline": company.tagline,
        "colour": company.colour,
        "languages": list(company.languages),
        "default_language": company.default_language,
        "host": company.host,
        "is_open": company.is_open,
    }
