"""No table of the ledger is emptied at once: that fires no trigger of its rows."""

from django.db import migrations

TABLES = ("ledger_block", "ledger_blockmember", "ledger_account", "ledger_balance")

FORWARD = "".join(
    f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_truncate();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_is_never_emptied ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_hold_the_books")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
