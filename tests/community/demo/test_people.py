from __future__ import annotations

import pytest
from django.contrib.auth import authenticate

from accounts.models import Company, Membership, Person
from community.demo.logins import DEMO_PASSWORD
from community.demo.seeding import seed_demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def lark() -> Company:
    """A real company that took the name first; it also keeps the seeding short."""
    return Company.objects.create(slug="lark", name="Lark and Sons", languages=["en"])


def test_a_company_that_exists_is_left_alone(lark: Company) -> None:
    assert seed_demo().companies == ("Fern Energy",)
    assert not Membership.objects.filter(company=lark).exists()
    assert not lark.questions.exists()


def test_a_person_who_exists_keeps_the_password(lark: Company) -> None:
    Person.objects.create_user("greta@fern.example", "a password of her own")

    seed_demo()

    assert authenticate(username="greta@fern.example", password="a password of her own") is not None
    assert authenticate(username="greta@fern.example", password=DEMO_PASSWORD) is None


def test_members_joined_and_the_company_began_when_the_files_say(lark: Company) -> None:
    seed_demo()

    fern = Company.objects.get(slug="fern")
    assert fern.is_demo
    assert fern.memberships.earliest("joined_at").joined_at == fern.created_at
    assert all(admin.is_company_staff for admin in fern.memberships.filter(role="admin"))
