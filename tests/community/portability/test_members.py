"""People of an import."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from community.portability.members import MemberImporter
from community.portability.records import UserRecord
from tests import factories


def names_of(company) -> list[str]:
    return list(Membership.objects.of(company).order_by("pk").values_list("display_name", flat=True))


def write(company, *names: str) -> int:
    users = [UserRecord(f"{name}-{number}", name) for number, name in enumerate(names)]
    return MemberImporter(company, "here").write(users)


def test_they_cannot_log_in_and_hold_no_role(lamps, xml, bring_in):
    bring_in(xml)
    rosa = Membership.objects.get(display_name="Rosa")
    assert (rosa.person, rosa.kind, rosa.role, rosa.external_id) == (None, "imported", "member", "stackexchange:1")
    assert f"{rosa.joined_at:%Y-%m-%d}" == "2013-05-01"


def test_names_that_are_or_look_taken_get_numbers(lamps):
    factories.make_member(lamps, "Rosa")
    write(lamps, "Sam", "SAM", "Rosa", "S a m", "Sam 2")
    assert names_of(lamps) == ["Rosa", "Sam", "SAM 2", "Rosa 2", "S a m 3", "Sam 2 2"]


def test_a_thousand_of_one_name_are_named_without_a_thousand_looks_each(lamps):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        write(lamps, *["user"] * 200)
    assert len(set(names_of(lamps))) == 200
    assert len(queries) < 2 * 200


@pytest.mark.parametrize("name", ["", "   ", "\0", "\ud800", "\u202e\u200b"])
def test_somebody_without_a_usable_name_is_named_after_their_id(lamps, name):
    MemberImporter(lamps, "here").write([UserRecord("u_7", name)])
    assert names_of(lamps) == ["Member u_7"]


def test_long_names_are_cut(lamps):
    write(lamps, "x" * 200, "\ufdfa" * 40)
    assert [len(name) for name in names_of(lamps)] == [40, 40]


@pytest.mark.parametrize("ident", ["x" * 500, "a\0b", "\ud800", "line\nbreak"])
def test_ids_of_any_kind_find_their_member_again(lamps, ident):
    importer = MemberImporter(lamps, "here")
    user = UserRecord(ident, "Rosa")
    assert (importer.write([user]), importer.write([user])) == (1, 0)


def test_ids_of_two_sources_are_two_people(lamps):
    for source in ("here", "there"):
        MemberImporter(lamps, source).write([UserRecord("1", "Rosa")])
    assert names_of(lamps) == ["Rosa", "Rosa 2"]


def test_authors_who_are_not_listed_are_made(lamps, jsonl, bring_in):
    jsonl.users = None
    jsonl.question(1)
    jsonl.answer(2, 1)
    assert bring_in(jsonl).members == 0
    assert names_of(lamps) == ["Member u_1", "Member u_2"]


def test_authors_who_have_left_share_a_member_without_a_page(lamps, jsonl, bring_in, browser_of):
    jsonl.question(1, author_id=None)
    jsonl.question(2, author_id="")
    bring_in(jsonl)
    former = Membership.objects.get()
    assert (former.display_name, former.kind, former.posts.count()) == ("Former member", "former", 2)
    assert browser_of(None).get(f"/c/lamps/u/{former.pk}/").status_code == 404


def test_authors_of_whom_only_a_name_is_left_are_told_apart(lamps, xml, bring_in):
    xml.question(1, OwnerUserId="", OwnerDisplayName="Old Rosa")
    xml.question(2, OwnerUserId="", OwnerDisplayName="Old Sam")
    bring_in(xml)
    assert names_of(lamps) == ["Rosa", "Sam", "Old Rosa", "Old Sam"]


def test_a_program_is_a_service(lamps, xml, bring_in):
    xml.user(-1, "Robot")
    bring_in(xml)
    assert Membership.objects.get(kind="service").display_name == "Robot"
