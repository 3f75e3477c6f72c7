"""A licence is in one of its states, and what was taken says why."""

from django.db import migrations, models
from django.db.models import Q

STATES = ["licensed", "suspended", "revoked"]


class Migration(migrations.Migration):
    dependencies = [("prevention", "0003_steps_from_columns")]
    operations = [
        migrations.AddConstraint(
            model_name="recruitmentagency",
            constraint=models.CheckConstraint(
                condition=Q(state__in=STATES),
                name="licence_state",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="licencestep",
            name="licence_taken_says_why",
        ),
        migrations.AddConstraint(
            model_name="licencestep",
            constraint=models.CheckConstraint(
                condition=(~Q(state="suspended") | ~Q(reason=""))
                & (~Q(state="revoked") | ~Q(reason="")),
                name="licence_taken_says_why",
            ),
        ),
    ]
