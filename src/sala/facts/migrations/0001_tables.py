"""How complete the facts of a year are."""

import uuid

from django.conf import settings
from django.db import migrations, models

from sala.kit.migration_operations import Tables

USER = settings.AUTH_USER_MODEL
ID = models.UUIDField(
    default=uuid.uuid4,
    editable=False,
    primary_key=True,
    serialize=False,
)
COMPLETENESS_STATEMENT = migrations.CreateModel(
    name="CompletenessStatement",
    fields=[
        ("id", ID),
        ("about", models.CharField(max_length=64)),
        ("year", models.PositiveSmallIntegerField()),
        ("answer", models.CharField(max_length=16)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("said_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("said_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "answer__in",
                        ["complete", "partial", "not_recorded", "not_asked"],
                    ),
                ),
                name="statement_answer",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["year", "about", "-said_at"], name="statement_by_year"
            ),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables")]
    operations = [Tables(COMPLETENESS_STATEMENT)]
