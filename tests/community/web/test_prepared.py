from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from accounts.models import Company, Membership
from community.web.prepared import Given, GivenText, IsOneOf, Prepared
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

by_company = Prepared(Membership.objects.filter(company=Given("company")).select_related("company").order_by("pk"))


def test_it_finds_what_the_queryset_finds(cast: Cast) -> None:
    for company in (cast.acme, cast.bolt, cast.acme):
        found = by_company.run(company=company.pk)
        assert found == list(Membership.objects.filter(company=company).order_by("pk"))
        assert {member.company.name for member in found} == {company.name}


def test_it_composes_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = Prepared(Company.objects.filter(slug=GivenText("slug")))
    assert prepared.run(slug="acme") == [cast.acme]
    monkeypatch.setattr(prepared, "_compose", None)
    assert prepared.run(slug="bolt") == [cast.bolt]


def test_related_rows_come_along(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert [member.company.slug for member in by_company.run(company=cast.bolt.pk)] == ["bolt"]
    assert len(queries) == 1


def test_values_are_converted_as_ever(cast: Cast) -> None:
    [company] = Prepared(Company.objects.filter(pk=Given("pk"))).run(pk=cast.acme.pk)
    assert company.languages == ["en"]
    assert company.created_at == Company.objects.get(pk=cast.acme.pk).created_at


def test_a_page_of_the_rows_can_be_asked_for(cast: Cast) -> None:
    everybody = by_company.run(company=cast.acme.pk)
    assert by_company.run(company=cast.acme.pk, limit=2, offset=1) == everybody[1:3]


def test_annotations_and_left_out_columns_work(cast: Cast) -> None:
    members = Membership.objects.filter(company=OuterRef("pk"), role=GivenText("role")).order_by()
    counted = members.values("company").annotate(count=Count("pk")).values("count")
    prepared = Prepared(Company.objects.filter(pk=Given("pk")).annotate(count=Subquery(counted)).only("slug"))

    [company] = prepared.run(pk=cast.acme.pk, role="member")
    assert company.count == 2
    assert company.get_deferred_fields() >= {"name", "tagline"}


def test_a_list_of_any_length_fits(cast: Cast) -> None:
    prepared = Prepared(Membership.objects.filter(IsOneOf("pk", Given("members"))).order_by("pk"))
    for wanted in ([], [cast.alice], [cast.alice, cast.mona]):
        assert prepared.run(members=[member.pk for member in wanted]) == wanted


def test_a_value_cannot_be_forgotten(cast: Cast) -> None:
    with pytest.raises(KeyError, match="company"):
        by_company.run()


def test_values_are_never_taken_for_sql(cast: Cast) -> None:
    prepared = Prepared(Company.objects.filter(slug=GivenText("slug")))
    assert prepared.run(slug="acme' OR '1' = '1") == []


@pytest.mark.django_db(transaction=True)
def test_threads_share_it_and_not_their_connections() -> None:
    for number in range(8):
        Company.objects.create(slug=f"company-{number}", name="Acme", languages=["en"])
    prepared = Prepared(Company.objects.filter(slug=GivenText("slug")))

    def find(number: int) -> str:
        try:
            [company] = prepared.run(slug=f"company-{number % 8}")
            return company.slug
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(find, range(64))) == [f"company-{number % 8}" for number in range(64)]
