"""What seals for a person, beside the key that opens; `sala setup` fills in the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_steps_from_columns")]
    operations = [
        migrations.AddField(
            "personkey",
            "public",
            models.BinaryField(null=True),
        ),
    ]
