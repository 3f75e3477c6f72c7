"""Who is asked to identify a person, and what was decided."""

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
IDENTIFICATION_REQUEST = migrations.CreateModel(
    name="IdentificationRequest",
    fields=[
        (
            "sex",
            models.CharField(
                blank=True,
                choices=[("female", "Female"), ("male", "Male"), ("other", "Other")],
                max_length=8,
            ),
        ),
        (
            "age_group",
            models.CharField(
                blank=True,
                choices=[
                    ("adult", "Adult"),
                    ("child", "Child"),
                    ("in_doubt", "In doubt"),
                ],
                max_length=8,
            ),
        ),
        ("citizenship", models.CharField(blank=True, max_length=2)),
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        (
            "screening",
            models.ForeignKey(
                "screening.screening",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "authority",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("asked_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("asked_at", models.DateTimeField()),
        ("due_on", models.DateField(null=True)),
        ("state", models.CharField(default="asked", max_length=24)),
        (
            "review_of",
            models.ForeignKey(
                "screening.identificationdecision",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("reason", models.BinaryField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "more_information"])),
                fields=("person", "authority"),
                name="one_open_identification_request",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "more_information", "decided"]),
                ),
                name="identification_request_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("review_of__isnull", True),
                    ("reason__isnull", False),
                    _connector="OR",
                ),
                name="review_has_a_reason",
            ),
        ],
    },
)
IDENTIFICATION_DECISION = migrations.CreateModel(
    name="IdentificationDecision",
    fields=[
        (
            "sex",
            models.CharField(
                blank=True,
                choices=[("female", "Female"), ("male", "Male"), ("other", "Other")],
                max_length=8,
            ),
        ),
        (
            "age_group",
            models.CharField(
                blank=True,
                choices=[
                    ("adult", "Adult"),
                    ("child", "Child"),
                    ("in_doubt", "In doubt"),
                ],
                max_length=8,
            ),
        ),
        ("citizenship", models.CharField(blank=True, max_length=2)),
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        (
            "request",
            models.ForeignKey(
                "screening.identificationrequest",
                models.PROTECT,
                related_name="decisions",
                null=True,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("decided_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("decided_on", models.DateField()),
        ("recorded_at", models.DateTimeField()),
        ("outcome", models.CharField(max_length=24)),
        ("origin", models.CharField(default="decided", max_length=16)),
        ("neighbour", models.CharField(blank=True, max_length=2)),
        ("neighbour_authority", models.CharField(blank=True, max_length=120)),
        ("received_on", models.DateField(null=True)),
        ("act", models.CharField(blank=True, max_length=32)),
        ("means", models.JSONField(default=list)),
        ("form", models.CharField(blank=True, max_length=32)),
        ("act_evidence", models.JSONField(default=list)),
        ("means_evidence", models.JSONField(default=list)),
        ("form_evidence", models.JSONField(default=list)),
        ("exploited_in", models.CharField(blank=True, max_length=2)),
        ("exploited_at", models.CharField(blank=True, max_length=32)),
        ("note", models.BinaryField(null=True)),
        (
            "supersedes",
            models.OneToOneField(
                "screening.identificationdecision",
                models.PROTECT,
                related_name="superseded",
                null=True,
            ),
        ),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        ["identified", "not_identified", "more_information"],
                    ),
                ),
                name="decision_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin", "by_neighbour"), _negated=True),
                    models.Q(("neighbour", ""), _negated=True),
                    _connector="OR",
                ),
                name="neighbour_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("received_on__isnull", True),
                    ("received_on__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="received_after_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(("origin__in", ["decided", "by_neighbour"])),
                name="decision_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("origin", "decided"),
                        ("outcome", "identified"),
                        _negated=True,
                    ),
                    models.Q(
                        models.Q(("act", ""), _negated=True),
                        models.Q(("act_evidence", []), _negated=True),
                        models.Q(("form", ""), _negated=True),
                        models.Q(("form_evidence", []), _negated=True),
                        models.Q(
                            models.Q(("age_group", "adult"), _negated=True),
                            models.Q(
                                models.Q(("means", []), _negated=True),
                                models.Q(("means_evidence", []), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="identified_is_established",
            ),
        ],
        "indexes": [
            models.Index(fields=["person", "-recorded_at"], name="decision_by_person"),
            models.Index(fields=["agency", "-decided_on"], name="decision_by_agency"),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0001_tables"),
        ("access", "0001_tables"),
        ("people", "0001_tables"),
    ]
    operations = [Tables(IDENTIFICATION_REQUEST, IDENTIFICATION_DECISION)]
