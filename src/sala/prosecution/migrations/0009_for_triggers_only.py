"""A trigger's function is hung on the house's own tables only."""

from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0008_attachments")]

    operations = [
        for_triggers_only(
            "prosecution_open_claims", "prosecution_charge_in_time", "prosecution_keep_claims"
        ),
    ]
