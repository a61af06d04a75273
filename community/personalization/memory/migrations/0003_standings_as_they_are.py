"""Numbers of people are not worth compressing: trying to only costs time at every question."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("memory", "0002_switch")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE memory_learnedquestion ALTER COLUMN standing SET STORAGE EXTERNAL",
            "ALTER TABLE memory_learnedquestion ALTER COLUMN standing SET STORAGE EXTENDED",
        )
    ]
