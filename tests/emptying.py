"""What tests with real commits leave behind is deleted, and only that.

Django truncates every table after each such test and makes all permissions anew, which takes longer than the test. Here
the tables that hold rows are found with one query. What the migrations made of the code stays: it is the same again.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

_OF_THE_CODE = {"django_migrations", "django_content_type", "auth_permission"}


def filled_tables(cursor: Any) -> list[str]:
    """Return the names of the tables that hold rows, without those that say what the code is."""
    tables = sorted(set(connection.introspection.django_table_names()) - _OF_THE_CODE)
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables))
    return [table for (table,) in cursor.fetchall()]


def empty_tables() -> None:
    """Delete every row of every table but those that say what the code is. Sequences go on."""
    with transaction.atomic(), connection.cursor() as cursor:
        filled = filled_tables(cursor)
        # Neither foreign keys nor the triggers that keep what must stay have a say here.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET LOCAL session_replication_role = origin")
