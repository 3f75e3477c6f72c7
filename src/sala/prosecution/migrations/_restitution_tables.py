"""What a victim is owed and was paid, as the tables were made."""

import uuid

from django.conf import settings
from django.db import migrations, models

USER = settings.AUTH_USER_MODEL
ID = models.UUIDField(
    default=uuid.uuid4,
    editable=False,
    primary_key=True,
    serialize=False,
)

RESTITUTION_CLAIM = migrations.CreateModel(
    name="RestitutionClaim",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="claims",
            ),
        ),
        (
            "victim",
            models.OneToOneField(
                "prosecution.casevictim",
                models.PROTECT,
                related_name="claim",
            ),
        ),
        ("state", models.CharField(default="open", max_length=16)),
        ("opened_at", models.DateTimeField()),
        ("share", models.PositiveBigIntegerField(null=True)),
        ("decided_on", models.DateField(null=True)),
        ("due_on", models.DateField(null=True)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("waived_how", models.CharField(blank=True, max_length=16)),
        (
            "changed_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("changed_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "ordered", "paid", "refused", "waived"]),
                ),
                name="claim_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ordered", "paid"]), _negated=True),
                    models.Q(
                        ("decided_on__isnull", False),
                        ("due_on__gte", models.F("decided_on")),
                        ("share__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="claim_ordered_with_a_share_and_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "waived"]), _negated=True),
                    models.Q(
                        models.Q(("reason", ""), _negated=True),
                        ("decided_on__isnull", False),
                        ("share__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="claim_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "waived"),
                        models.Q(("waived_how", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "waived"), _negated=True),
                        ("waived_how", ""),
                    ),
                    _connector="OR",
                ),
                name="claim_waived_somehow",
            ),
        ],
        "indexes": [
            models.Index(fields=["state", "due_on"], name="claim_by_state"),
            models.Index(fields=["case"], name="claim_by_case"),
        ],
    },
)

RESTITUTION_PAYMENT = migrations.CreateModel(
    name="RestitutionPayment",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey("prosecution.case", models.PROTECT, related_name="+"),
        ),
        (
            "claim",
            models.ForeignKey(
                "prosecution.restitutionclaim",
                models.PROTECT,
                related_name="payments",
            ),
        ),
        ("amount", models.PositiveBigIntegerField()),
        ("paid_on", models.DateField()),
        ("manner", models.CharField(max_length=16)),
        ("reached_on", models.DateField(null=True)),
        (
            "forfeiture",
            models.ForeignKey(
                "prosecution.forfeiture",
                models.PROTECT,
                related_name="payments",
                null=True,
            ),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)),
                name="payment_is_money",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("manner", "to_victim"),
                        ("reached_on", models.F("paid_on")),
                    ),
                    ("manner", "to_court"),
                    _connector="OR",
                ),
                name="payment_manner",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("reached_on__isnull", True),
                    ("reached_on__gte", models.F("paid_on")),
                    _connector="OR",
                ),
                name="payment_reached_after_paid",
            ),
        ],
        "indexes": [models.Index(fields=["case"], name="payment_by_case")],
    },
)
