"""A table of steps for the reports of a year, and a state that their last step says."""

from django.db import migrations, models

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables


class Migration(migrations.Migration):
    dependencies = [("narrative", "0001_tables")]
    operations = [
        migrations.AddField(
            "YearReport",
            "state",
            models.CharField(max_length=16, default="draft"),
        ),
        Tables(
            step_table(
                "YearReportStep",
                key="report",
                noun="narrative.yearreport",
                once="year_report_step_once",
            ),
        ),
    ]
