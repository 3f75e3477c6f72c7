"""More events by the one door: committees, those that met, and whom trainings were for."""

from importlib import import_module

from django.db import migrations

event = import_module("sala.facts.migrations.0004_faster_door").event
year_ends = import_module("sala.facts.migrations.0005_door_of_the_courts_and_the_rest").year_ends

POLICIES = "\n".join(
    f"CREATE POLICY facts_door ON {table} FOR SELECT TO CURRENT_USER USING ((SELECT facts_open()));"
    for table in ("partnership_committee", "partnership_committeemeeting")
)
COMMITTEE = {"key": "k.id", "agency": "k.agency_id", "place": "k.place_code", "kind": "k.level"}

EVENTS = [
    event(
        "committee",
        "partnership_committee k " + year_ends("k.founded_on") + " "
        "WHERE k.founded_on <= at.last AND (k.dissolved_on IS NULL OR k.dissolved_on > at.last)",
        date="at.last",
        **COMMITTEE,
    ),
    event(
        "committee_met",
        "partnership_committeemeeting g JOIN partnership_committee k ON k.id = g.committee_id "
        "WHERE g.withdrawn_at IS NULL",
        date="g.happened_on",
        **COMMITTEE,
    ),
    event(
        "trained_audience",
        "prevention_trainingsession s CROSS JOIN LATERAL unnest(s.audiences) AS w(audience) "
        "WHERE s.withdrawn_at IS NULL",
        date="s.starts_on",
        key="s.id",
        agency="s.agency_id",
        place="s.place_code",
        kind="w.audience",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0005_door_of_the_courts_and_the_rest"),
        ("prevention", "0002_locks"),
        ("partnership", "0002_locks"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (POLICIES, *EVENTS)]
