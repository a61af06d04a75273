"""Lessons whose effect was dropped with the rows of 0003 wait once more, and are learned again by the next sweep."""

from django.db import migrations

_WAIT = """
    UPDATE memory_lesson AS lesson SET position = NULL, applied_at = NULL, effect_at = NULL
    WHERE position > coalesce((SELECT position FROM memory_learned WHERE company_id = lesson.company_id), 0)
"""


class Migration(migrations.Migration):
    dependencies = [("memory", "0004_standings_as_they_are")]

    operations = [migrations.RunSQL(_WAIT, migrations.RunSQL.noop)]
