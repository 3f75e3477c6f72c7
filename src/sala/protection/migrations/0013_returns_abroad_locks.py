"""Who arranges a return also records that the other country agreed to receive the person."""

from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("protection", "0012_returns_abroad")]

    operations = [
        migrations.RunSQL(
            "GRANT UPDATE (confirmed_on, reference) ON protection_return "
            f"TO {settings.APPLICATION_ROLE}",
            migrations.RunSQL.noop,
        )
    ]
