"""Published reports are read by analysts only; figures and reviews are added, never changed."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ANALYST = "(SELECT access_role()) = 'analyst'"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"


class Migration(migrations.Migration):
    dependencies = [
        ("narrative", "0001_initial"),
        ("access", "0006_notices_locks"),
    ]

    operations = [
        protected(
            "narrative_publishedreport",
            select=ANALYST,
            insert=f"{ANALYST} AND agency_id = {AGENCY} AND read_by_id = {ACTOR} AND read_at {NOW}",
        ),
        protected(
            "narrative_quotedfigure",
            select=ANALYST,
            insert=(
                f"{ANALYST} AND (added_by_id = {ACTOR} AND found_by = 'analyst' "
                "OR added_by_id IS NULL AND found_by <> 'analyst' AND EXISTS (SELECT 1 "
                "FROM narrative_publishedreport r WHERE r.id = report_id "
                f"AND r.read_by_id = {ACTOR} "
                "AND r.read_at > (SELECT access_now()) - interval '1 minute'))"
            ),
        ),
        protected(
            "narrative_figurereview",
            select=ANALYST,
            insert=f"{ANALYST} AND reviewed_by_id = {ACTOR} AND reviewed_at {NOW}",
        ),
    ]
