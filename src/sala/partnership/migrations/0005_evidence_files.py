"""The documents that are evidence, read by whoever reads what they are evidence of."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sala.kit.rowsecurity import protected

ACTOR, AGENCY = "(SELECT access_actor())", "(SELECT access_agency())"
SOON = "added_at <= (SELECT access_now()) + interval '1 minute'"
A_DAY = "added_at > (SELECT access_now()) - interval '24 hours'"
MINE = f"agency_id = {AGENCY} AND added_by_id = {ACTOR}"
# Each looks under the row security of the other table: what it does not see has no
# document.
OF_ENTRY = (
    "EXISTS (SELECT 1 FROM partnership_assessmententry e WHERE e.id = entry_id{0})"
)
OF_STEP = (
    "EXISTS (SELECT 1 FROM partnership_recommendationstep s WHERE s.id = step_id{0})"
)
GIVES_ENTRY = OF_ENTRY.format(
    f" AND e.made_by_id = {ACTOR} AND e.file_hash <> '' AND NOT EXISTS ("
    "SELECT 1 FROM partnership_assessmenttext t "
    "WHERE t.assessment_id = e.assessment_id AND t.second_at IS NOT NULL)",
)
GIVES_STEP = OF_STEP.format(f" AND s.recorded_by_id = {ACTOR} AND s.file_hash <> ''")
# Only a draft's evidence is removed: of an approved assessment every document stays.
REMOVED = (
    "EXISTS (SELECT 1 FROM partnership_assessmententry r "
    f"WHERE r.removes_id = entry_id AND r.made_by_id = {ACTOR})"
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_locks"),
        ("partnership", "0004_assessment_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
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
                ("what", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("dated_on", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assessmententry",
            name="file_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="recommendationstep",
            name="file_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="assessmententry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "document"),
                    ("file_hash", ""),
                    _connector="OR",
                ),
                name="a_file_is_of_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("file_hash", ""),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_file_is_of_evidence",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.agency",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="entry",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="file",
                to="partnership.assessmententry",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="step",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="file",
                to="partnership.recommendationstep",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pdf", "jpeg"])),
                name="evidencefile_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("entry__isnull", False),
                        ("step__isnull", True),
                        ("what", "assessment"),
                    ),
                    models.Q(
                        ("entry__isnull", True),
                        ("step__isnull", False),
                        ("what", "recommendation"),
                    ),
                    _connector="OR",
                ),
                name="evidence_file_of_one_thing",
            ),
        ),
        protected(
            "partnership_evidencefile",
            select=f"{OF_ENTRY.format('')} OR {OF_STEP.format('')}",
            insert=f"{MINE} AND {SOON} AND ({GIVES_ENTRY} OR {GIVES_STEP})",
            delete=f"{REMOVED} OR (step_id IS NOT NULL AND {MINE} AND {A_DAY})",
        ),
    ]
