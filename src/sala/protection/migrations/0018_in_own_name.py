"""Who did something is who acts."""

from django.db import migrations

from sala.kit.rowsecurity import in_own_name


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0017_for_triggers_only"),
        ("access", "0012_in_own_name"),
    ]

    operations = [in_own_name("protection")]
