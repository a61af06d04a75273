"""The audit log: written with the act, and then for ever as it is."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from community.audit.models import AuditEntry
from community.audit.record import NoTransaction, record_audit
from community.web.requestid import current_request_id


def entry() -> AuditEntry:
    return record_audit(action="post.hidden", target_kind="answer", target_id=7, company="1", member="2", person="3")


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_act():
    with pytest.raises(NoTransaction):
        entry()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_entry():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        entry()
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()


def test_an_entry_names_the_request_it_was_written_in(db):
    token = current_request_id.set("request-12345")
    try:
        assert entry().request_id == "request-12345"
    finally:
        current_request_id.reset(token)
    assert entry().request_id == ""


def test_the_database_refuses_to_change_an_entry(db):
    made = entry()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEntry.objects.filter(pk=made.pk).update(reason="another")


def test_the_database_refuses_to_delete_an_entry(db):
    made = entry()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        made.delete()
    assert AuditEntry.objects.filter(pk=made.pk).exists()


def test_plain_sql_cannot_change_an_entry_either(db):
    entry()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditentry")


def test_an_entry_says_what_was_done(db):
    with pytest.raises(IntegrityError, match="audit_says_what"), transaction.atomic():
        record_audit(action="", target_kind="answer")


def test_entries_are_found_by_company_and_target(db):
    made = entry()
    record_audit(action="post.hidden", target_kind="answer", target_id=7, company="9")
    assert list(AuditEntry.objects.of("1").about("answer", 7).newest_first()) == [made]
