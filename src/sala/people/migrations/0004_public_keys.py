"""What seals for a person, beside the key that opens (`sala setup` fills in the rest);
and what a person registered without the vault is to be found by.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_steps_from_columns")]
    operations = [
        migrations.AddField(
            "personkey",
            "public",
            models.BinaryField(null=True),
        ),
        migrations.AddField(
            "sealedidentity",
            "unindexed",
            models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            "sealedidentity",
            models.Index(
                fields=["person"],
                name="identity_unindexed",
                condition=models.Q(unindexed__isnull=False),
            ),
        ),
    ]
