"""A case that the central office took over, and the one that goes on for it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was marked before is in the compartment, and confirmed: oversight has it.
MARKED = """
UPDATE prosecution_case SET in_compartment = true, taken_reason = 'official',
    confirmed_at = changed_at
WHERE concerns_official
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_sign_in_sessions"),
        ("prosecution", "0005_steps_from_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenRow",
            fields=[
                ("original_id", models.UUIDField(primary_key=True, serialize=False)),
                ("continued_id", models.UUIDField(unique=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_on_official",
        ),
        migrations.AddField(
            model_name="case",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="prosecution.case",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="in_compartment",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="left_compartment_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="taken_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="taken_over_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="taken_reason",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="defendant",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="prosecution.defendant",
            ),
        ),
        migrations.AddField(
            model_name="forfeiture",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="prosecution.forfeiture",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("in_compartment", True)),
                fields=["id"],
                name="case_in_compartment",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_compartment_at__isnull", True)),
                fields=("continues",),
                name="case_continued_once",
            ),
        ),
        migrations.AddField(
            model_name="takenrow",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="prosecution.case",
            ),
        ),
        migrations.RunSQL(MARKED, migrations.RunSQL.noop),
    ]
