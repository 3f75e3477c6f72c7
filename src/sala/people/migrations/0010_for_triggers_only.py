"""A trigger's function is hung on the house's own tables only."""

from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only


class Migration(migrations.Migration):
    dependencies = [("people", "0009_narrower_locks")]

    operations = [
        for_triggers_only(
            "people_consent_ends", "people_forgets_drafts", "people_erases_attachments"
        ),
    ]
