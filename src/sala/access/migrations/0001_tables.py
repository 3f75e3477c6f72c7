"""Users, agencies, who acts for which; grants, broken glass, the ledger; notices and
drafts.
"""

import uuid
from datetime import timedelta

import django.contrib.postgres.fields
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
AGENCY = migrations.CreateModel(
    name="Agency",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=32, unique=True)),
        (
            "parent",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="units",
                null=True,
            ),
        ),
        ("kind", models.CharField(max_length=32)),
        ("level", models.CharField(max_length=32)),
        ("names", models.JSONField()),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("identifies", models.BooleanField(default=False)),
        ("retired_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="agency_is_not_its_own_parent",
            ),
        ],
    },
)
USERS = migrations.CreateModel(
    name="User",
    fields=[
        ("password", models.CharField(max_length=128, verbose_name="password")),
        (
            "last_login",
            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
        ),
        ("id", ID),
        ("username", models.CharField(max_length=64, unique=True)),
        ("full_name", models.CharField(max_length=128)),
        ("is_active", models.BooleanField(default=True)),
        ("session_epoch", models.PositiveIntegerField(default=0)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("username__regex", "^[a-z0-9._-]+$")),
                name="username_is_lower_case",
            ),
        ],
    },
)
MEMBERSHIP = migrations.CreateModel(
    name="Membership",
    fields=[
        ("id", ID),
        ("user", models.ForeignKey(USER, models.PROTECT, related_name="memberships")),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "unit",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        (
            "role",
            models.CharField(
                choices=[
                    ("frontline_officer", "Frontline officer"),
                    ("identification_officer", "Identification officer"),
                    ("case_worker", "Case worker"),
                    ("investigator", "Investigator"),
                    ("prosecutor", "Prosecutor"),
                    ("court_clerk", "Court clerk"),
                    ("supervisor", "Supervisor"),
                    ("analyst", "Secretariat analyst"),
                    ("oversight", "Oversight"),
                    ("data_protection_officer", "Data protection officer"),
                    ("administrator", "Administrator"),
                ],
                max_length=32,
            ),
        ),
        ("starts_on", models.DateField()),
        ("ends_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on") - timedelta(days=1)),
                    _connector="OR",
                ),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "frontline_officer",
                            "identification_officer",
                            "case_worker",
                            "investigator",
                            "prosecutor",
                            "court_clerk",
                            "supervisor",
                            "analyst",
                            "oversight",
                            "data_protection_officer",
                            "administrator",
                        ],
                    ),
                ),
                name="membership_role_is_known",
            ),
        ],
    },
)
GRANT = migrations.CreateModel(
    name="Grant",
    fields=[
        ("id", ID),
        ("record_kind", models.CharField(max_length=32)),
        ("record_id", models.UUIDField()),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("basis", models.CharField(max_length=64)),
        ("rests_on", models.UUIDField(db_index=True, null=True)),
        ("given_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "given_by_agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("given_at", models.DateTimeField()),
        ("until", models.DateTimeField()),
        ("withdrawn_at", models.DateTimeField(null=True)),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("given_at"))),
                name="grant_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "consent"), _negated=True),
                    ("rests_on__isnull", False),
                    _connector="OR",
                ),
                name="grant_on_consent_names_it",
            ),
        ],
        "indexes": [
            models.Index(fields=["agency", "record_kind"], name="grant_by_agency"),
            models.Index(fields=["record_id"], name="grant_by_record"),
        ],
    },
)
BROKEN_GLASS = migrations.CreateModel(
    name="BrokenGlass",
    fields=[
        ("id", ID),
        ("record_kind", models.CharField(max_length=32)),
        ("record_id", models.UUIDField()),
        (
            "custodian",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("user", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("reason", models.TextField()),
        ("broken_at", models.DateTimeField()),
        ("until", models.DateTimeField()),
        ("seen_at", models.DateTimeField(null=True)),
        (
            "seen_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("reviewed_at", models.DateTimeField(null=True)),
        (
            "reviewed_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        (
            "finding",
            models.CharField(
                blank=True,
                choices=[
                    ("justified", "justified"),
                    ("not_justified", "not_justified"),
                ],
                max_length=16,
            ),
        ),
    ],
    options={
        "indexes": [models.Index(fields=["user", "record_kind"], name="glass_by_user")],
    },
)
NOTICE = migrations.CreateModel(
    name="Notice",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "roles",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        ("user", models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)),
        ("kind", models.CharField(max_length=64)),
        ("url_name", models.CharField(max_length=64)),
        ("args", models.JSONField(default=list)),
        ("sent_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "sent_by_agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("sent_at", models.DateTimeField()),
    ],
    options={
        "indexes": [
            models.Index(fields=["agency", "-sent_at"], name="notice_by_agency"),
        ],
    },
)
NOTICE_READ = migrations.CreateModel(
    name="NoticeRead",
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
            "notice",
            models.ForeignKey("access.notice", models.CASCADE, related_name="reads"),
        ),
        ("user", models.ForeignKey(USER, models.CASCADE, related_name="+")),
        ("read_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("notice", "user"), name="read_once"),
        ],
    },
)
DRAFT = migrations.CreateModel(
    name="Draft",
    fields=[
        ("id", ID),
        ("form", models.UUIDField()),
        ("user", models.ForeignKey(USER, models.CASCADE, related_name="+")),
        (
            "agency",
            models.ForeignKey("access.agency", models.CASCADE, related_name="+"),
        ),
        (
            "role",
            models.CharField(
                choices=[
                    ("frontline_officer", "Frontline officer"),
                    ("identification_officer", "Identification officer"),
                    ("case_worker", "Case worker"),
                    ("investigator", "Investigator"),
                    ("prosecutor", "Prosecutor"),
                    ("court_clerk", "Court clerk"),
                    ("supervisor", "Supervisor"),
                    ("analyst", "Secretariat analyst"),
                    ("oversight", "Oversight"),
                    ("data_protection_officer", "Data protection officer"),
                    ("administrator", "Administrator"),
                ],
                max_length=32,
            ),
        ),
        ("path", models.CharField(max_length=400)),
        ("title", models.CharField(max_length=120)),
        ("typed", models.BinaryField()),
        ("begun_at", models.DateTimeField()),
        ("kept_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("user", "agency", "role", "form"),
                name="one_draft_a_form",
            ),
        ],
    },
)
LEDGER_ENTRY = migrations.CreateModel(
    name="LedgerEntry",
    fields=[
        ("lane", models.PositiveSmallIntegerField()),
        ("seq", models.BigIntegerField()),
        ("xact", models.BigIntegerField(db_index=True)),
        ("at", models.DateTimeField()),
        ("actor", models.UUIDField(null=True)),
        ("agency", models.UUIDField(null=True)),
        ("unit", models.UUIDField(null=True)),
        ("role", models.CharField(max_length=32)),
        ("purpose", models.CharField(max_length=32)),
        ("action", models.CharField(max_length=64)),
        ("subject_kind", models.CharField(max_length=32)),
        ("subject", models.CharField(max_length=64)),
        ("detail", models.TextField()),
        ("previous", models.BinaryField()),
        ("hash", models.BinaryField()),
        ("seal", models.BinaryField()),
        (
            "pk",
            models.CompositePrimaryKey(
                "lane",
                "seq",
                blank=True,
                editable=False,
                primary_key=True,
                serialize=False,
            ),
        ),
    ],
    options={
        "indexes": [
            models.Index(fields=["agency", "-at"], name="ledger_by_agency"),
            models.Index(fields=["subject", "-at"], name="ledger_by_subject"),
            models.Index(fields=["-at"], name="ledger_by_time"),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        Tables(
            AGENCY,
            USERS,
            MEMBERSHIP,
            GRANT,
            BROKEN_GLASS,
            NOTICE,
            NOTICE_READ,
            DRAFT,
            LEDGER_ENTRY,
        ),
    ]
