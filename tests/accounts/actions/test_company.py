"""Changing a company's settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.actions.company import CompanySettings, change_company
from accounts.models import Company, CompanySlug
from accounts.tenancy import locate
from community.audit.models import AuditEntry
from community.events.models import Event
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race

NOW = CompanySettings(
    name="Acme",
    slug="acme",
    tagline="",
    colour="#005f54",
    languages=("en",),
    default_language="en",
    host=None,
    is_open=True,
)


def test_a_change_is_recorded_and_audited_once_with_what_changed_only(cast):
    change_company(admin=cast.ada, wanted=replace(NOW, tagline="We help", languages=("en", "de")))
    assert Company.objects.get(slug="acme").languages == ["en", "de"]
    assert Event.objects.get(type="company.changed").payload["changed"] == ["languages", "tagline"]
    entry = AuditEntry.objects.get()
    assert entry.before == {"tagline": "", "languages": ["en"]}
    assert entry.after == {"tagline": "We help", "languages": ["en", "de"]}


def test_no_change_records_nothing(cast):
    change_company(admin=cast.ada, wanted=NOW)
    assert not AuditEntry.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_only_admins_change_settings(cast, who):
    with pytest.raises(NotAllowed, match="Only admins"):
        change_company(admin=getattr(cast, who), wanted=replace(NOW, name="Mine"))


def test_links_with_the_former_short_name_lead_on(cast, client):
    change_company(admin=cast.ada, wanted=replace(NOW, slug="acme-mobile"))
    assert locate("localhost", "/c/acme/q/5/").moved_to == "/c/acme-mobile/q/5/"
    assert client.get("/c/acme/q/5/?page=2", HTTP_HOST="localhost").url == "/c/acme-mobile/q/5/?page=2"


def test_a_company_may_take_its_former_short_name_back(cast):
    change_company(admin=cast.ada, wanted=replace(NOW, slug="other"))
    change_company(admin=cast.ada, wanted=NOW)
    assert list(CompanySlug.objects.values_list("slug", flat=True)) == ["other"]
    assert locate("localhost", "/c/acme/").company == cast.acme


@pytest.mark.parametrize("slug", ["bolt", "bolt-once"])
def test_nobody_takes_a_present_or_former_short_name_of_another(cast, slug):
    CompanySlug.objects.create(company=cast.bolt, slug="bolt-once")
    with pytest.raises(NotAllowed, match="taken"):
        change_company(admin=cast.ada, wanted=replace(NOW, slug=slug))


@pytest.mark.django_db(transaction=True)
def test_of_two_companies_that_want_one_short_name_at_once_one_gets_it(cast):
    admins = [cast.ada, factories.make_member(cast.bolt, "Boris", role="admin")]
    wanted = [replace(NOW, slug="wanted"), replace(NOW, name="Bolt", slug="wanted")]
    assert race(2, lambda n: change_company(admin=admins[n], wanted=wanted[n]).slug) == {"wanted": 1, "NotAllowed": 1}


@pytest.mark.django_db(transaction=True)
def test_a_short_name_that_is_given_up_stays_with_its_company(cast):
    """One company leaves "acme" while another wants it: the old links lead to the one that had it."""
    boris = factories.make_member(cast.bolt, "Boris", role="admin")
    acts = [
        lambda: change_company(admin=cast.ada, wanted=replace(NOW, slug="left")).slug,
        lambda: change_company(admin=boris, wanted=replace(NOW, name="Bolt", slug="acme")).slug,
    ]
    assert race(2, lambda n: acts[n]()) == {"left": 1, "NotAllowed": 1}
    assert locate("localhost", "/c/acme/").moved_to == "/c/left/"


def test_a_host_must_be_allowed_by_the_server(cast, settings):
    wanted = replace(NOW, host="help.acme.example")
    with pytest.raises(NotAllowed, match="does not answer"):
        change_company(admin=cast.ada, wanted=wanted)
    settings.ALLOWED_HOSTS = [".acme.example"]
    assert change_company(admin=cast.ada, wanted=wanted).host == "help.acme.example"


def test_nobody_takes_the_shared_host_or_anothers(cast, settings):
    settings.ALLOWED_HOSTS, settings.BASE_URL = [".example"], "https://peerdesk.example"
    Company.objects.filter(pk=cast.bolt.pk).update(host="help.bolt.example")
    for host in ("peerdesk.example", "help.bolt.example"):
        with pytest.raises(NotAllowed, match="taken"):
            change_company(admin=cast.ada, wanted=replace(NOW, host=host))


@pytest.mark.parametrize(
    "wrong",
    [{"colour": "green"}, {"languages": ()}, {"languages": ("xx",)}, {"default_language": "de"}, {"slug": "a b"}],
)
def test_settings_that_cannot_be_are_refused(cast, wrong):
    with pytest.raises(NotAllowed):
        change_company(admin=cast.ada, wanted=replace(NOW, **wrong))
    assert not AuditEntry.objects.exists()
