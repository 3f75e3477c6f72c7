"""Which services are what the law gives."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty until a pack that says it is loaded."""

    dependencies = [("countries", "0001_tables")]
    operations = [
        migrations.AddField("entitlement", "services", models.TextField(null=True)),
    ]
