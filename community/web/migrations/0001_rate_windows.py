import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RateWindow",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                (
                    "passes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Milliseconds since 1970, newest first.",
                        size=None,
                    ),
                ),
                ("expires_at", models.DateTimeField(help_text="From then on the row says nothing any more and is deleted.")),
            ],
            options={
                "verbose_name": "rate window",
                "indexes": [models.Index(fields=["expires_at"], name="web_ratewindow_expires")],
            },
        ),
    ]
