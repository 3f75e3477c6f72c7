"""Which rule made what a person is found by; of those kept so far, the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_custody")]
    operations = [
        migrations.AddField(
            "sealedidentity",
            "index_rule",
            models.PositiveSmallIntegerField(default=1, db_default=1),
        ),
        migrations.AddIndex(
            "sealedidentity",
            models.Index(fields=["index_rule", "person"], name="identity_by_rule"),
        ),
    ]
