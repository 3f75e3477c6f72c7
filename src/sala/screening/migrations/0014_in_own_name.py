"""Who did something is who acts."""

from django.db import migrations

from sala.kit.rowsecurity import in_own_name


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0013_ids_and_senders"),
        ("access", "0012_in_own_name"),
    ]

    # A colleague takes in what an officer had sent: whose screening it is, a policy decides.
    operations = [in_own_name("screening", but=("screening_screening.screened_by_id",))]
