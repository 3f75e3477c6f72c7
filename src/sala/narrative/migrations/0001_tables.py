"""Published reports as they were read, and the country's own report of a year."""

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
DIFFERENCE_EXPLANATION = migrations.CreateModel(
    name="DifferenceExplanation",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("country", models.CharField(max_length=3)),
        ("year", models.PositiveSmallIntegerField()),
        ("measure", models.CharField(max_length=48)),
        ("reason", models.CharField(max_length=24)),
        ("words", models.TextField()),
        ("compared", models.CharField(max_length=64)),
        ("explained_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("explained_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True),
                name="an_explanation_has_words",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "unit",
                            "period",
                            "scope",
                            "rounding",
                            "late_records",
                            "ours_incomplete",
                            "theirs_wrong",
                            "ours_wrong",
                            "other",
                        ],
                    ),
                ),
                name="explanation_reason",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["country", "year", "measure"],
                name="explanations_of_a_line",
            ),
        ],
    },
)
PUBLISHED_REPORT = migrations.CreateModel(
    name="PublishedReport",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("country", models.CharField(max_length=3)),
        ("report_year", models.PositiveSmallIntegerField()),
        ("tier", models.CharField(blank=True, max_length=3)),
        ("tier_change", models.CharField(blank=True, max_length=16)),
        ("title", models.CharField(max_length=120)),
        ("text", models.TextField()),
        ("digest", models.CharField(max_length=64)),
        ("recommendations", models.JSONField(default=list)),
        ("not_understood", models.JSONField(default=list)),
        ("read_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("read_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("agency", "digest"),
                name="a_text_is_read_once",
            ),
        ],
    },
)
QUOTED_FIGURE = migrations.CreateModel(
    name="QuotedFigure",
    fields=[
        ("id", ID),
        (
            "report",
            models.ForeignKey(
                "narrative.publishedreport",
                models.PROTECT,
                related_name="figures",
            ),
        ),
        ("measure", models.CharField(max_length=48)),
        ("value", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
        ("unit", models.CharField(max_length=16)),
        ("year", models.PositiveSmallIntegerField(null=True)),
        ("period", models.CharField(blank=True, max_length=24)),
        ("currency", models.CharField(blank=True, max_length=3)),
        ("usd", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
        ("qualifier", models.CharField(blank=True, max_length=16)),
        ("group", models.CharField(blank=True, max_length=200)),
        ("start", models.PositiveIntegerField()),
        ("end", models.PositiveIntegerField()),
        ("found_by", models.CharField(max_length=32)),
        (
            "added_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="a_quote_has_letters",
            ),
        ],
        "indexes": [
            models.Index(fields=["report", "start"], name="figure_in_its_text"),
        ],
    },
)
FIGURE_REVIEW = migrations.CreateModel(
    name="FigureReview",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        (
            "figure",
            models.ForeignKey(
                "narrative.quotedfigure",
                models.PROTECT,
                related_name="reviews",
            ),
        ),
        ("verdict", models.CharField(max_length=16)),
        ("measure", models.CharField(blank=True, max_length=48)),
        ("value", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
        ("year", models.PositiveSmallIntegerField(null=True)),
        ("reviewed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("reviewed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["accepted", "corrected", "rejected"]),
                ),
                name="review_verdict",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "corrected"), _negated=True),
                    models.Q(("measure", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_correction_says_what_is_right",
            ),
        ],
        "indexes": [models.Index(fields=["figure", "-id"], name="latest_review")],
    },
)
NUMBER_DISMISSAL = migrations.CreateModel(
    name="NumberDismissal",
    fields=[
        ("id", ID),
        (
            "report",
            models.ForeignKey(
                "narrative.publishedreport",
                models.PROTECT,
                related_name="dismissals",
            ),
        ),
        ("start", models.PositiveIntegerField()),
        ("dismissed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("dismissed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("report", "start"),
                name="a_number_is_dismissed_once",
            ),
        ],
    },
)
YEAR_REPORT = migrations.CreateModel(
    name="YearReport",
    fields=[
        ("id", ID),
        ("year", models.PositiveSmallIntegerField()),
        ("language", models.CharField(max_length=8)),
        ("version", models.PositiveSmallIntegerField()),
        (
            "follows",
            models.OneToOneField(
                "narrative.yearreport",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("reason", models.CharField(blank=True, max_length=400)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("opened_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("opened_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("year", "language", "version"),
                name="one_report_a_version",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follows__isnull", True), ("version", 1)),
                    models.Q(
                        ("follows__isnull", False),
                        ("version__gt", 1),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_later_version_says_why",
            ),
        ],
    },
)
YEAR_REPORT_EDIT = migrations.CreateModel(
    name="YearReportEdit",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        (
            "report",
            models.ForeignKey(
                "narrative.yearreport",
                models.PROTECT,
                related_name="edits",
            ),
        ),
        ("kind", models.CharField(max_length=16)),
        ("sentence", models.CharField(blank=True, max_length=40)),
        ("room", models.CharField(blank=True, max_length=16)),
        ("after", models.CharField(blank=True, max_length=40)),
        ("text", models.TextField(blank=True)),
        ("composed", models.TextField(blank=True)),
        ("numbers", models.JSONField(default=list)),
        ("reason", models.CharField(blank=True, max_length=400)),
        (
            "snapshot",
            models.ForeignKey(
                "figures.snapshot",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("made_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("made_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "edited",
                            "added",
                            "left_out",
                            "restored",
                            "acknowledged",
                            "figures",
                        ],
                    ),
                ),
                name="year_report_edit_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["edited", "added"]), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_written_sentence_has_words",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "acknowledged"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_number_is_acknowledged_with_a_reason",
            ),
        ],
        "indexes": [models.Index(fields=["report", "id"], name="edits_in_order")],
    },
)
YEAR_REPORT_TEXT = migrations.CreateModel(
    name="YearReportText",
    fields=[
        ("id", ID),
        ("content", models.TextField()),
        ("digest", models.CharField(max_length=64)),
        ("first_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("first_role", models.CharField(max_length=32)),
        (
            "first_agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("first_at", models.DateTimeField()),
        (
            "second_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("second_role", models.CharField(blank=True, max_length=32)),
        (
            "second_agency",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("second_at", models.DateTimeField(null=True)),
        (
            "report",
            models.ForeignKey(
                "narrative.yearreport",
                models.PROTECT,
                related_name="texts",
            ),
        ),
        (
            "snapshot",
            models.ForeignKey("figures.snapshot", models.PROTECT, related_name="+"),
        ),
        ("edits", models.PositiveIntegerField()),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("second_at__isnull", False)),
                fields=("report",),
                name="one_approved_text_a_report",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("second_by__isnull", True),
                    models.Q(("second_by", models.F("first_by")), _negated=True),
                    _connector="OR",
                ),
                name="year_report_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("second_agency__isnull", True),
                        ("second_at__isnull", True),
                        ("second_by__isnull", True),
                        ("second_role", ""),
                    ),
                    models.Q(
                        ("second_agency__isnull", False),
                        ("second_at__isnull", False),
                        ("second_by__isnull", False),
                        models.Q(("second_role", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="year_report_approved_at_a_time",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables"), ("figures", "0001_tables")]
    operations = [
        Tables(
            DIFFERENCE_EXPLANATION,
            PUBLISHED_REPORT,
            QUOTED_FIGURE,
            FIGURE_REVIEW,
            NUMBER_DISMISSAL,
            YEAR_REPORT,
            YEAR_REPORT_EDIT,
            YEAR_REPORT_TEXT,
        ),
    ]
