"""A trigger's function is hung on the house's own tables only."""

from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only


class Migration(migrations.Migration):
    dependencies = [("protection", "0016_accepted_at_locks")]

    operations = [
        for_triggers_only(
            "protection_referral_ends",
            "protection_consent_ends",
            "protection_access_ends",
            "protection_stay_in_turn",
            "protection_bed_is_empty",
        ),
    ]
