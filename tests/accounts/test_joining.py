"""Becoming a member, under a name of one's own."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.join import NameTaken, join_company
from accounts.actions.rename import rename_member
from accounts.models import Company, Membership, Person
from community.events.models import Event
from community.text.names import skeleton
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race


def test_joining_makes_a_member_and_says_so(cast):
    member = join_company(company=cast.acme, person=factories.make_person(), display_name="Rosa K")
    assert (member.role, member.affiliation, member.kind) == ("member", "none", "person")
    assert Event.objects.get(type="member.joined").payload == {"member": member.pk}


def test_joining_twice_is_joining_once(cast):
    assert join_company(company=cast.acme, person=cast.alice.person, display_name="Somebody else") == cast.alice


@pytest.mark.parametrize("name", ["Alice", "ALICE", "A l i c e", "Аlice", "A1ice", "Alicе"])
def test_names_that_look_alike_are_taken(cast, name):
    with pytest.raises(NameTaken):
        join_company(company=cast.acme, person=factories.make_person(), display_name=name)
    assert not Event.objects.exists()


def test_the_same_name_is_free_in_another_company(cast):
    assert join_company(company=cast.bolt, person=factories.make_person(), display_name="Alice").company == cast.bolt


@pytest.mark.django_db(transaction=True)
def test_ten_people_who_want_one_name_at_once_get_it_once(cast):
    people = [factories.make_person() for _number in range(10)]
    outcome = race(10, lambda n: join_company(company=cast.acme, person=people[n], display_name="Zoe").display_name)
    assert outcome == {"Zoe": 1, "NameTaken": 9}


@pytest.mark.django_db(transaction=True)
def test_one_person_who_joins_ten_times_at_once_is_one_member(cast):
    person = factories.make_person()
    outcome = race(
        10, lambda n: join_company(company=cast.acme, person=person, display_name=f"Zoe {'abcdefghij'[n]}").pk
    )
    assert len(outcome) == 1
    assert Membership.objects.filter(person=person).count() == 1


def test_renaming_keeps_the_posts_and_frees_the_old_name(cast):
    question = factories.ask(cast.alice)
    rename_member(member=cast.alice, display_name="Alicia")
    question.refresh_from_db()
    assert question.post.author.display_name == "Alicia"
    join_company(company=cast.acme, person=factories.make_person(), display_name="Alice")


def test_renaming_to_a_taken_name_changes_nothing(cast):
    with pytest.raises(NameTaken):
        rename_member(member=cast.alice, display_name="B o b")
    assert Membership.objects.get(pk=cast.alice.pk).display_name == "Alice"


def test_renaming_to_the_same_name_or_a_look_alike_of_it(cast):
    rename_member(member=cast.alice, display_name="Alice")
    assert not Event.objects.exists()
    assert rename_member(member=cast.alice, display_name="A1ice").display_name == "A1ice"


def test_a_name_that_looks_like_a_whole_book_is_a_name(cast):
    person = factories.make_person()
    join_company(company=cast.acme, person=person, display_name="\ufdfa" * 40)
    with pytest.raises(NameTaken):
        join_company(company=cast.acme, person=factories.make_person(), display_name="\ufdfa" * 40)


def test_a_closed_community_takes_nobody_new_and_no_new_names(cast):
    Company.objects.filter(pk=cast.acme.pk).update(is_open=False)
    cast.acme.refresh_from_db()
    with pytest.raises(NotAllowed, match="no new members"):
        join_company(company=cast.acme, person=factories.make_person(), display_name="Rosa")
    with pytest.raises(NotAllowed, match="closed"):
        rename_member(member=Membership.objects.get(pk=cast.alice.pk), display_name="Alicia")
    assert not Event.objects.exists()
    assert not Membership.objects.filter(display_name__in=["Rosa", "Alicia"]).exists()


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_the_database_holds_what_a_member_is(cast):
    words = {"company": cast.acme, "display_name": "X", "name_key": "x"}
    with refused("person_kind_has_person"), transaction.atomic():
        Membership.objects.create(**words, kind="person")
    with refused("one_membership_per_company"), transaction.atomic():
        Membership.objects.create(**words, person=cast.alice.person)
    with refused("display_name_unique"), transaction.atomic():
        Membership.objects.create(**{**words, "name_key": skeleton("Alice")}, kind="imported")
    with refused("member_has_a_name"), transaction.atomic():
        Membership.objects.create(**{**words, "name_key": ""}, kind="imported")
    with refused("only_people_hold_a_role"), transaction.atomic():
        Membership.objects.create(**words, kind="imported", role="admin")
    Membership.objects.create(**words, kind="imported", external_id="se:1")
    with refused("external_id_once"), transaction.atomic():
        Membership.objects.create(
            company=cast.acme, display_name="Y", name_key="y", kind="imported", external_id="se:1"
        )


def test_the_database_keeps_e_mail_addresses_in_lower_case(db):
    with refused("person_email_lower_case"), transaction.atomic():
        Person.objects.create(email="Alice@example.com", password="!")


def test_a_person_joins_over_the_page_and_goes_on(cast, client):
    person = factories.make_person()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.defaults["HTTP_HOST"] = "localhost"
    refused_page = client.post("/c/acme/join/", {"display_name": "Al ice", "next": "/c/acme/ask/"})
    assert refused_page.status_code == 422
    assert "Al ice" in refused_page.content.decode()
    joined = client.post("/c/acme/join/", {"display_name": "Rosa", "next": "/c/acme/ask/"})
    assert joined.headers["Location"] == "/c/acme/ask/"


@pytest.mark.parametrize(
    ("name", "initials"), [("Rosa", "R"), ("Rosa K.", "RK"), ("Jana (Lark)", "JL"), ("de la Cruz", "DC"), ("☂ ☂", "☂")]
)
def test_initials_are_letters_where_there_are_some(name, initials):
    assert Membership(display_name=name).initials == initials
