"""Papers and pictures in a case, seen by those who work on it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sala.kit.rowsecurity import protected

ROLE, ACTOR = "(SELECT access_role())", "(SELECT access_actor())"
WORKS = "('investigator', 'prosecutor', 'court_clerk')"
SEES = (
    f"{ROLE} IN ('investigator', 'prosecutor', 'court_clerk', 'oversight') "
    "AND prosecution_sees_case(case_id)"
)
OWN = f"agency_id = (SELECT access_agency()) AND added_by_id = {ACTOR} AND {ROLE} IN {WORKS}"
SOON = "added_at <= (SELECT access_now()) + interval '1 minute'"
A_DAY = "added_at > (SELECT access_now()) - interval '24 hours'"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_drafts_locks"),
        ("prosecution", "0007_cleared_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseAttachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("dated_on", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prosecution.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["case", "-added_at"], name="attachment_by_case")],
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
                            )
                        ),
                        name="case_attachment_what",
                    ),
                ],
            },
        ),
        protected(
            "prosecution_caseattachment",
            select=SEES,
            insert=f"{SEES} AND {OWN} AND {SOON}",
            # Evidence does not disappear: only its own giver takes it back, within a day.
            delete=f"{SEES} AND {OWN} AND {A_DAY}",
        ),
    ]
