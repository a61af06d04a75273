"""Which company an address belongs to: by its host name, or by the path prefix /c/<slug>/."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Company, CompanySlug
from accounts.models.company import COMPANY_PREFIX
from community.web.prepared import GivenText, Prepared

_by_host_name = Prepared(Company.objects.filter(host=GivenText("host")))
_by_short_name = Prepared(Company.objects.filter(slug=GivenText("slug")))


@dataclass(frozen=True)
class Place:
    """Where an address leads. `moved_to` is set when the company has another short name by now."""

    company: Company | None
    prefix: str
    rest: str
    unknown: bool = False
    moved_to: str = ""


def locate(host: str, path: str) -> Place:
    """Resolve a host name (without port) and a path, in at most one query for a known company."""
    if path.startswith(COMPANY_PREFIX):
        slug, slash, rest = path[len(COMPANY_PREFIX) :].partition("/")
        return _by_slug(slug, rest, complete=bool(slash))
    found = _by_host_name.run(host=host.lower()) if _may_be_own_host(host) else []
    return Place(company=found[0] if found else None, prefix="", rest=path)


def _by_slug(slug: str, rest: str, *, complete: bool) -> Place:
    found = _by_short_name.run(slug=slug)
    if not found:
        former = CompanySlug.objects.filter(slug=slug).select_related("company").first()
        if former is None:
            return Place(company=None, prefix="", rest=rest, unknown=True)
        return Place(company=None, prefix="", rest=rest, moved_to=f"{former.company.path_prefix}{rest}")
    [company] = found
    if not complete:
        return Place(company=None, prefix="", rest="", moved_to=company.path_prefix)
    return Place(company=company, prefix=company.path_prefix, rest=f"/{rest}")


def _may_be_own_host(host: str) -> bool:
    """Return whether a query is worth it: a company's own host always has a dot and is not an address."""
    return "." in host and not host.replace(".", "").isdigit()
