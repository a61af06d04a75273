"""What operators can do to people and members: little, and every bit of it is audited once."""

from __future__ import annotations

from accounts.models import Membership
from community.audit.models import AuditEntry
from community.events.models import Event
from tests import factories


def test_switching_a_login_off_writes_one_entry_with_before_and_after(operators_browser, operator):
    person = factories.make_person("paul@example.com")
    address = f"/admin/accounts/person/{person.pk}/change/"
    assert operators_browser.post(address, {"language": ""}).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target_kind, entry.target_id) == ("admin.changed", "person", str(person.pk))
    assert (entry.person, entry.before, entry.after) == (str(operator.pk), {"is_active": True}, {"is_active": False})


def test_saving_an_unchanged_form_writes_nothing(operators_browser):
    person = factories.make_person()
    operators_browser.post(f"/admin/accounts/person/{person.pk}/change/", {"is_active": "on", "language": ""})
    assert not AuditEntry.objects.exists()


def test_operators_cannot_take_their_own_rights(operators_browser, operator):
    operators_browser.post(f"/admin/accounts/person/{operator.pk}/change/", {"language": "de"})
    operator.refresh_from_db()
    assert operator.is_active and operator.is_superuser and operator.language == "de"


def test_operators_make_no_people_companies_or_members(operators_browser):
    for kind in ("person", "company", "membership"):
        assert operators_browser.get(f"/admin/accounts/{kind}/add/").status_code == 403


def test_a_company_without_an_admin_gets_one_from_an_operator(cast, operators_browser, operator):
    address = f"/admin/accounts/membership/{cast.bob.pk}/change/"
    operators_browser.post(address, {"role": "admin", "affiliation": "none"})
    cast.bob.refresh_from_db()
    assert cast.bob.role == Membership.Role.ADMIN
    entry = AuditEntry.objects.get()
    assert (entry.company, entry.member, entry.person) == (cast.acme.key, "", str(operator.pk))
    assert Event.objects.filter(type="member.role_changed", stream=f"member:{cast.bob.pk}").count() == 1


def test_operators_cannot_take_the_last_admin_and_read_why_above_the_form(cast, operators_browser):
    address = f"/admin/accounts/membership/{cast.ada.pk}/change/"
    response = operators_browser.post(address, {"role": "member", "affiliation": "staff"})
    assert "A community needs an admin" in response.content.decode()
    cast.ada.refresh_from_db()
    assert cast.ada.is_admin and not AuditEntry.objects.exists()


def test_the_lists_open(cast, operators_browser):
    for kind in ("person", "company", "membership"):
        assert operators_browser.get(f"/admin/accounts/{kind}/?q=a").status_code == 200
