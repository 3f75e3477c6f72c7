"""An explanation is of the agency that wrote it, a dismissed number of its report; only added."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role()) = 'analyst'"
OWN = f"{ROLE} AND agency_id = (SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
# It looks under its own row-level security: a report that one does not see is not there.
SEES_REPORT = "EXISTS (SELECT 1 FROM narrative_publishedreport r WHERE r.id = report_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("narrative", "0005_explanations"),
        ("access", "0009_narrower_locks"),
    ]

    operations = [
        protected(
            "narrative_differenceexplanation",
            select=OWN,
            insert=f"{OWN} AND explained_by_id = (SELECT access_actor()) AND explained_at {NOW}",
        ),
        protected(
            "narrative_numberdismissal",
            select=f"{ROLE} AND {SEES_REPORT}",
            insert=(
                f"{ROLE} AND {SEES_REPORT} AND dismissed_by_id = (SELECT access_actor()) "
                f"AND dismissed_at {NOW}"
            ),
        ),
    ]
