"""A table of steps for each noun; why an envelope was moved, and a review asked for, is
named as such: `reason` is the step's.
"""

from django.db import migrations, models
from django.db.models import Q

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_identification_tables"),
        ("access", "0001_tables"),
    ]
    operations = [
        migrations.RemoveConstraint("envelope", "envelope_closed_with_reason"),
        migrations.RenameField("envelope", "reason", "moved_reason"),
        migrations.AddConstraint(
            "envelope",
            models.CheckConstraint(
                name="envelope_closed_with_reason",
                condition=~Q(state="closed") | ~Q(moved_reason=""),
            ),
        ),
        migrations.RemoveConstraint("identificationrequest", "review_has_a_reason"),
        migrations.RenameField("identificationrequest", "reason", "review_reason"),
        migrations.AddConstraint(
            "identificationrequest",
            models.CheckConstraint(
                name="review_has_a_reason",
                condition=Q(review_of__isnull=True) | Q(review_reason__isnull=False),
            ),
        ),
        Tables(
            step_table(
                "OperationStep",
                key="operation",
                noun="screening.operation",
                once="operation_step_once",
            ),
            step_table(
                "EnvelopeStep",
                key="envelope",
                noun="screening.envelope",
                once="envelope_step_once",
            ),
            step_table(
                "IdentificationStep",
                key="request",
                noun="screening.identificationrequest",
                once="identification_step_once",
            ),
        ),
    ]
