"""A report is of the agency that read it; figures and reviews are added, never changed."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ANALYST = "(SELECT access_role()) = 'analyst'"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
# Both look under their own row-level security: what one does not see is not there.
SEES_REPORT = "EXISTS (SELECT 1 FROM narrative_publishedreport r WHERE r.id = report_id)"
SEES_FIGURE = "EXISTS (SELECT 1 FROM narrative_quotedfigure f WHERE f.id = figure_id)"
JUST_READ = f"""EXISTS (SELECT 1 FROM narrative_publishedreport r WHERE r.id = report_id
    AND r.read_by_id = {ACTOR} AND r.read_at > (SELECT access_now()) - interval '1 minute')"""


class Migration(migrations.Migration):
    dependencies = [
        ("narrative", "0001_initial"),
        ("access", "0006_notices_locks"),
    ]

    operations = [
        protected(
            "narrative_publishedreport",
            select=f"{ANALYST} AND agency_id = {AGENCY}",
            insert=f"{ANALYST} AND agency_id = {AGENCY} AND read_by_id = {ACTOR} AND read_at {NOW}",
        ),
        protected(
            "narrative_quotedfigure",
            select=f"{ANALYST} AND {SEES_REPORT}",
            insert=(
                f"{ANALYST} AND {SEES_REPORT} AND (added_by_id = {ACTOR} AND found_by = 'analyst' "
                f"OR added_by_id IS NULL AND found_by <> 'analyst' AND {JUST_READ})"
            ),
        ),
        protected(
            "narrative_figurereview",
            select=f"{ANALYST} AND {SEES_FIGURE}",
            insert=(
                f"{ANALYST} AND {SEES_FIGURE} AND reviewed_by_id = {ACTOR} AND reviewed_at {NOW}"
            ),
        ),
    ]
