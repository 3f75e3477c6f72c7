"""A trigger's function is hung on the house's own tables only."""

from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only


class Migration(migrations.Migration):
    dependencies = [("access", "0009_narrower_locks")]

    operations = [
        for_triggers_only("access_ledger_required"),
    ]
