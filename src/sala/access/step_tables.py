"""For migrations: the table of a noun's steps, as `Step` stood when it was made.

Frozen, since migrations that ran are made of it: who changes `Step` adds a migration to
each room and leaves this alone.
"""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PRECISIONS = ("day", "month", "year", "unknown")


def step_table(name: str, *, key: str, noun: str, once: str) -> migrations.CreateModel:
    """The table of the steps of one noun: `key` is the column that names the thing."""
    low = name.lower()
    return migrations.CreateModel(
        name=name,
        fields=[
            (
                "id",
                models.UUIDField(
                    default=uuid.uuid4,
                    editable=False,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("number", models.PositiveIntegerField()),
            ("opening", models.BooleanField(default=False)),
            ("move", models.CharField(blank=True, max_length=24)),
            ("state", models.CharField(blank=True, max_length=24)),
            ("happened_on", models.DateField(null=True)),
            ("precision", models.CharField(default="day", max_length=8)),
            ("reason", models.CharField(blank=True, max_length=32)),
            ("words", models.BinaryField(null=True)),
            ("recorded_at", models.DateTimeField()),
            ("ledger_lane", models.PositiveSmallIntegerField(null=True)),
            ("ledger_seq", models.BigIntegerField(null=True)),
            *_step_keys(f"{noun.partition('.')[0]}.{low}"),
            (key, models.ForeignKey(noun, models.PROTECT, related_name="steps")),
        ],
        options={
            "abstract": False,
            "constraints": [
                *_step_constraints(low),
                models.UniqueConstraint(fields=(key, "number"), name=once),
            ],
        },
    )


def _step_keys(own: str) -> list[tuple[str, models.ForeignKey]]:  # type: ignore[type-arg]
    user = settings.AUTH_USER_MODEL
    return [
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(user, models.PROTECT, related_name="+")),
        (
            "corrects",
            models.ForeignKey(
                own,
                models.PROTECT,
                null=True,
                related_name="corrections",
            ),
        ),
    ]


def _step_constraints(low: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name=f"{low}_precision",
            condition=Q(precision__in=PRECISIONS)
            & (Q(happened_on__isnull=False) | Q(precision="unknown")),
        ),
        models.CheckConstraint(
            name=f"{low}_moves_or_corrects",
            condition=(~Q(move="") & ~Q(state=""))
            | Q(move="", state="", corrects__isnull=False),
        ),
    ]
