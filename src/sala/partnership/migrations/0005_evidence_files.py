"""The documents that are evidence."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_tables"),
        ("partnership", "0002_assessment_tables"),
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
    ]
