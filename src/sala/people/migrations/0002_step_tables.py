"""A state on each consent, and a table of steps for consents and requests to erase."""

from django.db import migrations, models

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables

STATES = """
UPDATE people_consent
SET state = CASE WHEN withdrawn_at IS NULL THEN answer ELSE 'withdrawn' END;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_tables"), ("access", "0001_tables")]
    operations = [
        migrations.AddField(
            "consent",
            "state",
            models.CharField(default="given", max_length=16),
            preserve_default=False,
        ),
        migrations.RunSQL(STATES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "consent",
            models.CheckConstraint(
                name="consent_state",
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False)
                | models.Q(state__in=["given", "refused"])
                & models.Q(state=models.F("answer"), withdrawn_at__isnull=True),
            ),
        ),
        Tables(
            step_table(
                "ConsentStep",
                key="consent",
                noun="people.consent",
                once="consent_step_once",
            ),
            step_table(
                "ErasureStep",
                key="request",
                noun="people.erasurerequest",
                once="erasure_step_once",
            ),
        ),
    ]
