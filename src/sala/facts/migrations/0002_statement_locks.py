"""Who says and who knows how complete the facts of a year are."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_tables"), ("access", "0004_locks")]
    replaces = [("facts", "0003_statements_locks")]

    operations = [
        protected(
            "facts_completenessstatement",
            select=f"{ROLE} IN ('analyst', 'supervisor', 'oversight', 'data_protection_officer', "
            "'operator')",
            insert=(
                f"{ROLE} = 'analyst' AND said_by_id = (SELECT access_actor()) "
                "AND agency_id = (SELECT access_agency()) "
                "AND said_at <= (SELECT access_now()) + interval '1 minute'"
            ),
        ),
    ]
