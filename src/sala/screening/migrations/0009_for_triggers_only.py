"""A trigger's function is hung on the house's own tables only."""

from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only


class Migration(migrations.Migration):
    dependencies = [("screening", "0008_screenings_locks")]

    operations = [
        for_triggers_only("screening_settle", "screening_known_already"),
    ]
