"""A table of steps for licences; the steps that there were wait beside it."""

from django.db import migrations, models
from django.db.models import Q

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables

# The next migration writes them anew, with their place in the ledger.
SET_ASIDE = """
CREATE TEMPORARY TABLE licence_steps_before AS SELECT * FROM prevention_licencestep;
"""


class Migration(migrations.Migration):
    dependencies = [("prevention", "0001_tables")]
    operations = [
        migrations.RunSQL(SET_ASIDE, migrations.RunSQL.noop),
        migrations.DeleteModel("LicenceStep"),
        migrations.AddField(
            "RecruitmentAgency",
            "state",
            models.CharField(max_length=16, default="licensed"),
        ),
        Tables(
            step_table(
                "LicenceStep",
                key="recruitment_agency",
                noun="prevention.recruitmentagency",
                once="licence_step_once",
                says=(("until", models.DateField(null=True)),),
                holds=(
                    models.CheckConstraint(
                        name="licence_taken_says_why",
                        condition=Q(state__in=["", "licensed"]) | ~Q(reason=""),
                    ),
                ),
            ),
        ),
    ]
