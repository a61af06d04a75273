"""Who gets into the operators' admin, and what is in it."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from community.audit.models import AuditEntry
from community.audit.operators import OperatorModelAdmin
from community.audit.record import record_audit
from tests import factories


def test_operators_get_in(operators_browser):
    assert operators_browser.get("/admin/").status_code == 200


def test_visitors_are_sent_to_the_products_sign_in_and_back(db):
    response = Client(HTTP_HOST="localhost").get("/admin/accounts/person/")
    assert response.url == "/accounts/login/?next=/admin/accounts/person/"


def test_djangos_own_sign_in_leads_to_the_products(db):
    response = Client(HTTP_HOST="localhost").get("/admin/login/?next=/admin/events/event/")
    assert response.url == "/accounts/login/?next=/admin/events/event/"


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}, {"is_superuser": True, "is_active": False}])
def test_for_everybody_else_it_is_not_there(db, rights):
    client = Client(HTTP_HOST="localhost")
    client.force_login(factories.make_person(**rights), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code in ({302} if rights.get("is_active") is False else {404})


def test_it_is_not_inside_a_company(cast, operators_browser):
    assert operators_browser.get("/c/acme/admin/").status_code == 404


@pytest.mark.parametrize("door", ["logout", "password_change", "r/1/1"])
def test_doors_that_the_product_has_itself_are_closed(operators_browser, door):
    assert operators_browser.post(f"/admin/{door}/").status_code == 404


def test_everything_in_it_is_audited():
    assert admin.site._registry
    assert all(isinstance(each, OperatorModelAdmin) for each in admin.site._registry.values())


def test_what_other_packages_register_is_left_out():
    assert not admin.site.is_registered(Group)


def test_nothing_can_be_deleted_and_the_logs_cannot_be_written(rf, operator):
    request = rf.get("/admin/")
    request.user = operator
    assert not any(each.has_delete_permission(request) for each in admin.site._registry.values())
    log = admin.site.get_model_admin(AuditEntry)
    assert not log.has_add_permission(request) and not log.has_change_permission(request)


def test_operators_read_the_whole_audit_log(operators_browser):
    record_audit(action="post.hidden", target_kind="answer", company="1", member="2", reason="Because of that")
    assert b"Because of that" in operators_browser.get("/admin/audit/auditentry/").content


@pytest.mark.parametrize("path", ["", "accounts/person/", "audit/auditentry/", "events/delivery/"])
def test_its_lists_keep_the_strict_policy(operators_browser, path):
    policy = operators_browser.get(f"/admin/{path}")["Content-Security-Policy"]
    assert "unsafe" not in policy
