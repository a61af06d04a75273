"""Decisions and price lists are not emptied at once: that fires no trigger of their rows."""

from django.db import migrations

TABLES = ("earning_earning", "earning_pricelist")

FORWARD = "".join(
    f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_truncate();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_is_never_emptied ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("earning", "0002_freeze_prices_and_decisions"), ("ledger", "0002_hold_the_books")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
