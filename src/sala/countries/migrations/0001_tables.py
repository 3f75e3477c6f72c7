"""What a country pack says, as it was loaded."""

from django.db import migrations, models

from sala.kit.migration_operations import Tables

PACK = migrations.CreateModel(
    name="Pack",
    fields=[
        ("code", models.CharField(max_length=2, primary_key=True, serialize=False)),
        ("version", models.CharField(max_length=16)),
        ("head", models.JSONField()),
        ("loaded_at", models.DateTimeField()),
    ],
)
SOURCE = migrations.CreateModel(
    name="Source",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("code", models.CharField(max_length=64)),
        ("title", models.TextField()),
        ("licence", models.TextField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
    ],
)
KIND = migrations.CreateModel(
    name="Kind",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("of", models.CharField(max_length=16)),
        ("code", models.CharField(max_length=32)),
    ],
    options={"abstract": False},
)
PLACE = migrations.CreateModel(
    name="Place",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64, unique=True)),
        ("parent", models.CharField(db_index=True, max_length=64, null=True)),
        ("level", models.PositiveSmallIntegerField()),
        ("kind", models.CharField(max_length=64)),
        ("latitude", models.FloatField(null=True)),
        ("longitude", models.FloatField(null=True)),
        ("outline", models.JSONField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    ("latitude__isnull", True),
                    ("longitude__isnull", True),
                    _connector="OR",
                ),
                name="place_on_the_globe",
            ),
        ],
    },
)
BORDER_CROSSING = migrations.CreateModel(
    name="BorderCrossing",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64, unique=True)),
        ("kind", models.CharField(max_length=64)),
        ("status_class", models.CharField(max_length=64)),
        ("place", models.CharField(max_length=64)),
        ("neighbour", models.CharField(max_length=2, null=True)),
        ("neighbour_point", models.TextField(null=True)),
        ("status", models.TextField(null=True)),
    ],
    options={"abstract": False},
)
LAW = migrations.CreateModel(
    name="Law",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64, unique=True)),
        ("number", models.TextField(null=True)),
        ("enacted_on", models.DateField(null=True)),
        ("from_on", models.DateField(null=True)),
        ("to_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("from_on__isnull", True),
                    ("to_on__isnull", True),
                    ("to_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="law_period",
            ),
        ],
    },
)
ARTICLE = migrations.CreateModel(
    name="Article",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("law", models.CharField(max_length=64)),
        ("article", models.CharField(max_length=64)),
        ("from_on", models.DateField(null=True)),
        ("to_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("from_on__isnull", True),
                    ("to_on__isnull", True),
                    ("to_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="article_period",
            ),
        ],
    },
)
PENALTY = migrations.CreateModel(
    name="Penalty",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("law", models.CharField(max_length=64)),
        ("article", models.CharField(max_length=64)),
        ("case", models.CharField(max_length=64)),
        ("prison_months_min", models.PositiveIntegerField(null=True)),
        ("prison_months_max", models.PositiveIntegerField(null=True)),
        ("life", models.BooleanField(null=True)),
        ("fine_min", models.BigIntegerField(null=True)),
        ("fine_max", models.BigIntegerField(null=True)),
        ("confiscation", models.BooleanField(null=True)),
        ("from_on", models.DateField()),
        ("to_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("from_on__isnull", True),
                    ("to_on__isnull", True),
                    ("to_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="penalty_period",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("fine_min__isnull", True),
                    ("fine_max__isnull", True),
                    ("fine_max__gte", models.F("fine_min")),
                    _connector="OR",
                ),
                name="penalty_fine_range",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("prison_months_min__isnull", True),
                    ("prison_months_max__isnull", True),
                    ("prison_months_max__gte", models.F("prison_months_min")),
                    _connector="OR",
                ),
                name="penalty_prison_range",
            ),
        ],
    },
)
ENTITLEMENT = migrations.CreateModel(
    name="Entitlement",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64)),
        ("law", models.CharField(max_length=64)),
        ("from_on", models.DateField()),
        ("to_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("from_on__isnull", True),
                    ("to_on__isnull", True),
                    ("to_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="entitlement_period",
            ),
        ],
    },
)
EXCHANGE_RATE = migrations.CreateModel(
    name="ExchangeRate",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("currency", models.CharField(max_length=3)),
        ("from_on", models.DateField()),
        ("to_on", models.DateField(null=True)),
        ("units", models.DecimalField(decimal_places=6, max_digits=20)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("from_on__isnull", True),
                    ("to_on__isnull", True),
                    ("to_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="rate_period",
            ),
            models.CheckConstraint(
                condition=models.Q(("units__gt", 0)),
                name="rate_above_zero",
            ),
        ],
    },
)
DEADLINE = migrations.CreateModel(
    name="Deadline",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64, unique=True)),
        ("days", models.PositiveIntegerField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("days__gt", 0)),
                name="deadline_above_zero",
            ),
        ],
    },
)
LAWFUL_BASIS = migrations.CreateModel(
    name="LawfulBasis",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64, unique=True)),
        ("law", models.CharField(max_length=64, null=True)),
        ("age_group", models.CharField(max_length=8, null=True)),
    ],
    options={"abstract": False},
)
INSTRUMENT_DEFINITION = migrations.CreateModel(
    name="InstrumentDefinition",
    fields=[
        ("key", models.CharField(max_length=240, primary_key=True, serialize=False)),
        ("names", models.JSONField(default=dict)),
        ("source", models.CharField(max_length=64)),
        ("verified", models.BooleanField()),
        ("retired_in", models.CharField(blank=True, max_length=16)),
        ("code", models.CharField(max_length=64)),
        ("version", models.CharField(max_length=16)),
        ("file", models.CharField(max_length=128)),
        ("form", models.JSONField(default=dict)),
    ],
    options={"abstract": False},
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        Tables(
            PACK,
            SOURCE,
            KIND,
            PLACE,
            BORDER_CROSSING,
            LAW,
            ARTICLE,
            PENALTY,
            ENTITLEMENT,
            EXCHANGE_RATE,
            DEADLINE,
            LAWFUL_BASIS,
            INSTRUMENT_DEFINITION,
        ),
    ]
