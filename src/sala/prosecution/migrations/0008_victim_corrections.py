"""Who was named in a case that is not about them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_sign_in_sessions"),
        ("prosecution", "0007_payment_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="casevictim",
            name="named",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.CreateModel(
            name="VictimCorrection",
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
                ("named", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=32)),
                ("recorded_at", models.DateTimeField()),
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "victim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="prosecution.casevictim",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="victim_correction_by_case")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("named", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="taken_out_for_a_reason",
                    )
                ],
            },
        ),
    ]
