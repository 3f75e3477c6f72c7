"""An explanation is of the agency that wrote it, like the reports it speaks of; only added."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ANALYST = "(SELECT access_role()) = 'analyst' AND agency_id = (SELECT access_agency())"


class Migration(migrations.Migration):
    dependencies = [
        ("narrative", "0005_explanations"),
        ("access", "0009_narrower_locks"),
    ]

    operations = [
        protected(
            "narrative_differenceexplanation",
            select=ANALYST,
            insert=(
                f"{ANALYST} AND explained_by_id = (SELECT access_actor()) "
                "AND explained_at <= (SELECT access_now()) + interval '1 minute'"
            ),
        ),
    ]
