"""A pause is a moment that Python has a date for, in every time zone: what is stored is mended, then nothing else can be."""

import datetime


from django.db import migrations, models

# What ended long ago is no pause; whoever chose one without an end has one of ten years, the longest that can be chosen.
MEND = """
UPDATE routing_helpersettings SET paused_until = CASE
        WHEN paused_until < '1999-12-31 00:00:00+00' THEN NULL
        ELSE now() + interval '3652 days' END
    WHERE paused_until < '1999-12-31 00:00:00+00' OR paused_until >= '2200-01-01 00:00:00+00'
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0002_never_the_asker")]

    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="helpersettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paused_until__isnull", True),
                    models.Q(
                        ("paused_until__gte", datetime.datetime(1999, 12, 31, 0, 0, tzinfo=datetime.UTC)),
                        ("paused_until__lt", datetime.datetime(2200, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                    ),
                    _connector="OR",
                ),
                name="helper_pause_can_be_read",
            ),
        ),
    ]
