import community.search.models.terms
from django.db import migrations

# What was counted reaches less far into the texts. All is counted again by itself, or at once by reindex_search.
FORGET = "TRUNCATE search_questionvector, search_questionterms, search_termcount"


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_terms_and_vectors'),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='questionvector',
            name='whole',
            field=community.search.models.terms.SparseVectorField(default='{}/1048576', dimensions=1048576),
            preserve_default=False,
        ),
    ]
