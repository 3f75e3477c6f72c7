"""What a case asks for and keeps: requests to see a record, papers and pictures."""

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

CASE_IDENTITY_REQUEST = migrations.CreateModel(
    name="CaseIdentityRequest",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey("prosecution.case", models.PROTECT, related_name="+"),
        ),
        (
            "victim",
            models.ForeignKey(
                "prosecution.casevictim",
                models.PROTECT,
                related_name="requests",
            ),
        ),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        ("person_code", models.CharField(max_length=10)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "custodian",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("reason", models.CharField(max_length=32)),
        ("asked_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("asked_at", models.DateTimeField()),
        ("state", models.CharField(default="asked", max_length=16)),
        (
            "answered_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("answered_at", models.DateTimeField(null=True)),
        ("declined_reason", models.CharField(blank=True, max_length=32)),
        ("until", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("victim", "agency"),
                name="one_open_identity_request",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "granted", "declined", "withdrawn"]),
                ),
                name="identity_request_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("declined_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="declined_identity_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("answered_by__isnull", True),
                    ("state", "withdrawn"),
                    models.Q(("answered_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="identity_request_needs_two_people",
            ),
        ],
        "indexes": [
            models.Index(fields=["custodian", "state"], name="identity_by_custodian"),
        ],
    },
)

CASE_ATTACHMENT = migrations.CreateModel(
    name="CaseAttachment",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("what", models.CharField(max_length=32)),
        ("kind", models.CharField(max_length=8)),
        ("size", models.PositiveIntegerField()),
        ("dated_on", models.DateField(null=True)),
        ("added_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("added_at", models.DateTimeField()),
        ("sealed", models.BinaryField()),
        (
            "case",
            models.ForeignKey("prosecution.case", models.PROTECT, related_name="+"),
        ),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "jpeg"])),
                name="caseattachment_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "what__in",
                        [
                            "statement",
                            "court_order",
                            "indictment",
                            "warrant",
                            "report",
                            "photo",
                            "letter",
                            "other",
                        ],
                    ),
                ),
                name="case_attachment_what",
            ),
        ],
        "indexes": [
            models.Index(fields=["case", "-added_at"], name="attachment_by_case"),
        ],
    },
)
