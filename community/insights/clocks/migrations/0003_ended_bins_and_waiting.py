import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0002_first_pause"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="clock", name="clock_waiting"),
        migrations.AddField(
            model_name="cohort",
            name="ended_bins",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), size=None, default=list
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["company", "asked_at"],
                condition=Q(first_answer_at__isnull=True, closed_at__isnull=True, censored_at__isnull=True),
                name="clock_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["company", "asked_at"],
                condition=Q(resolved_at__isnull=True, closed_at__isnull=True, censored_at__isnull=True),
                name="clock_unresolved",
            ),
        ),
    ]
