"""A person, and apart from them their key and sealed identity; consents, erasure,
papers.
"""

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
PERSON = migrations.CreateModel(
    name="Person",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=10, unique=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("registered_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("registered_at", models.DateTimeField()),
        ("erased_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{10}$")),
                name="person_code",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["agency", "-registered_at", "id"],
                name="person_by_agency",
            ),
            models.Index(
                fields=["registered_by", "registered_at"],
                name="person_by_officer",
            ),
        ],
    },
)
PERSON_KEY = migrations.CreateModel(
    name="PersonKey",
    fields=[
        (
            "person",
            models.OneToOneField(
                "people.person",
                models.CASCADE,
                primary_key=True,
                serialize=False,
            ),
        ),
        ("wrapping_key", models.CharField(db_index=True, max_length=16)),
        ("wrapped", models.BinaryField()),
    ],
)
SEALED_IDENTITY = migrations.CreateModel(
    name="SealedIdentity",
    fields=[
        (
            "person",
            models.OneToOneField(
                "people.person",
                models.CASCADE,
                primary_key=True,
                serialize=False,
            ),
        ),
        ("sealed", models.BinaryField()),
        ("photo", models.BinaryField(null=True)),
        ("version", models.PositiveIntegerField(default=1)),
        ("changed_at", models.DateTimeField()),
        (
            "changed_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
    ],
)
PERSON_ATTACHMENT = migrations.CreateModel(
    name="PersonAttachment",
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
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        ("shared", models.BooleanField(default=False)),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "jpeg"])),
                name="personattachment_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "what__in",
                        [
                            "statement",
                            "photo",
                            "medical",
                            "identity_paper",
                            "contract",
                            "consent",
                            "letter",
                            "other",
                        ],
                    ),
                ),
                name="person_attachment_what",
            ),
        ],
        "indexes": [
            models.Index(fields=["person", "-added_at"], name="attachment_by_person"),
        ],
    },
)
BLIND_INDEX = migrations.CreateModel(
    name="BlindIndex",
    fields=[
        (
            "id",
            models.BigAutoField(
                auto_created=True,
                primary_key=True,
                serialize=False,
                verbose_name="ID",
            ),
        ),
        (
            "person",
            models.ForeignKey("people.person", models.CASCADE, related_name="+"),
        ),
        ("digest", models.BinaryField()),
        ("kind", models.CharField(max_length=16)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("person", "digest", "kind"),
                name="blind_once",
            ),
        ],
        "indexes": [models.Index(fields=["digest"], name="blind_by_digest")],
    },
)
CONSENT = migrations.CreateModel(
    name="Consent",
    fields=[
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "recipient",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "purpose",
            models.CharField(
                choices=[
                    ("identification", "Identification as a victim"),
                    ("referral", "Referral to another agency"),
                    ("services", "Shelter and services"),
                    ("investigation", "Criminal investigation"),
                    ("court", "Court proceedings and restitution"),
                    ("return", "Return and reintegration"),
                    ("correction", "Correcting or erasing the record"),
                    ("emergency", "Danger to life or health"),
                ],
                max_length=32,
            ),
        ),
        (
            "answer",
            models.CharField(
                choices=[("given", "Given"), ("refused", "Refused")],
                max_length=8,
            ),
        ),
        (
            "manner",
            models.CharField(
                choices=[
                    ("spoken", "Spoken"),
                    ("signed", "Signed"),
                    ("by_guardian", "By Guardian"),
                ],
                max_length=16,
            ),
        ),
        ("language", models.CharField(max_length=16)),
        ("explained_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("answered_on", models.DateField()),
        ("valid_until", models.DateField(null=True)),
        ("guardian", models.BinaryField(null=True)),
        ("guardian_relation", models.CharField(blank=True, max_length=32)),
        ("recorded_at", models.DateTimeField()),
        ("withdrawn_at", models.DateTimeField(null=True)),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("answer__in", ["given", "refused"])),
                name="consent_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("answered_on")),
                    _connector="OR",
                ),
                name="consent_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    ("answer", "given"),
                    _connector="OR",
                ),
                name="only_given_consent_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "guardian_relation__in",
                        [
                            "",
                            "parent",
                            "grandparent",
                            "sibling",
                            "relative",
                            "appointed",
                            "institution",
                            "other",
                        ],
                    ),
                ),
                name="guardian_relation_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("manner", "by_guardian"), _negated=True),
                    models.Q(("guardian_relation", ""), _negated=True),
                    _connector="OR",
                ),
                name="guardian_has_a_relation",
            ),
        ],
        "indexes": [
            models.Index(fields=["person", "-recorded_at"], name="consent_by_person"),
        ],
    },
)
ERASURE_REQUEST = migrations.CreateModel(
    name="ErasureRequest",
    fields=[
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        ("person_code", models.CharField(max_length=10)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("asked_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("asked_at", models.DateTimeField()),
        ("ground", models.CharField(max_length=32)),
        ("state", models.CharField(default="asked", max_length=16)),
        (
            "decided_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("decided_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "erased", "declined"])),
                name="erasure_state",
            ),
            models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("person",),
                name="one_open_erasure_request",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="erasure_needs_two_people",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables")]
    operations = [
        Tables(
            PERSON,
            PERSON_KEY,
            SEALED_IDENTITY,
            PERSON_ATTACHMENT,
            BLIND_INDEX,
            CONSENT,
            ERASURE_REQUEST,
        ),
    ]
