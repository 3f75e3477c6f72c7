"""The one door out of the record: events without identity, under pseudonyms, for who
counts.

Each kind of event is one function that nobody may call but `facts_rows`, which asks who
is there. A later room adds its events with a function `facts_of_<event>` and needs to
change nothing here.
"""

from django.conf import settings
from django.db import migrations

from sala.facts.migrations.events import cases, people, prevention
from sala.facts.migrations.events.layout import COLUMNS

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# What the door reads, by room.
TABLES = {
    "screening": (
        "operation",
        "metcount",
        "notscreened",
        "screening",
        "identificationrequest",
        "identificationdecision",
    ),
    "protection": (
        "referral",
        "personentitlement",
        "entitlementstep",
        "return",
        "servicedelivered",
        "shelter",
        "bed",
        "shelterstay",
    ),
    "prosecution": (
        "complaint",
        "incident",
        "case",
        "casevictim",
        "investigation",
        "cooperationrequest",
        "defendant",
        "charge",
        "verdict",
        "forfeiture",
        "restitutionclaim",
        "restitutionpayment",
    ),
    "prevention": (
        "trainingsession",
        "trainedcount",
        "awarenessactivity",
        "inspection",
        "recruitmentagency",
        "licencestep",
    ),
    "partnership": ("budgetline", "spending", "committee", "committeemeeting"),
}

BEGIN = f"""
CREATE TYPE facts_row AS ({", ".join(f"{n} {t}" for n, t in COLUMNS.items())});

-- The first-level place of every place; of a first-level place, itself.
CREATE VIEW facts_province AS
    SELECT p.code, (CASE 1 WHEN p.level THEN p.code WHEN q.level THEN q.code
                        WHEN r.level THEN r.code
                        WHEN s.level THEN s.code END)::varchar(64) AS province
    FROM countries_place p
    LEFT JOIN countries_place q ON q.code = p.parent
    LEFT JOIN countries_place r ON r.code = q.parent
    LEFT JOIN countries_place s ON s.code = r.parent;
REVOKE ALL ON facts_province FROM PUBLIC;

-- HMAC-SHA-256 from the key's two pads, of which 64 bits are kept, as in facts/pseudonyms.py.
CREATE FUNCTION facts_key(p_inner bytea, p_outer bytea, p_id uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ('x' || encode(substring(sha256(p_outer || sha256(p_inner || uuid_send(p_id)))
                                    FROM 1 FOR 8), 'hex'))::bit(64)::bigint
$$;

-- Open only inside the functions below: the owner, too, sees nothing of the record by the door.
CREATE FUNCTION facts_open() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(current_setting('sala.facts_door', true), '') = 'open'
       AND access_role() IN ('analyst', 'operator');
END $$;
""" + "\n".join(
    f"CREATE POLICY facts_door ON {room}_{table} FOR SELECT TO CURRENT_USER "
    "USING ((SELECT facts_open()));"
    for room, tables in TABLES.items()
    for table in tables
)

ROOM = f"""
-- Which events the record would hold.
CREATE FUNCTION facts_events() RETURNS SETOF text LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT substring(proname FROM 10) FROM pg_proc
    WHERE proname LIKE 'facts\\_of\\_%' AND pronamespace = 'public'::regnamespace ORDER BY 1
$$;

-- The facts of one event, under the pseudonyms of whoever brings the key's two pads.
CREATE FUNCTION facts_rows(p_event text, p_inner bytea, p_outer bytea) RETURNS SETOF facts_row
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.facts_door', 'open', true);
    IF NOT facts_open() OR p_event NOT IN (SELECT facts_events()) THEN RETURN; END IF;
    RETURN QUERY EXECUTE format('SELECT * FROM facts_of_%s($1, $2)', p_event)
        USING p_inner, p_outer;
    PERFORM set_config('sala.facts_door', '', true);
END $$;

-- For each year how many facts there are, and a sum that changes when any of them does.
CREATE FUNCTION facts_fingerprints(p_event text, p_inner bytea, p_outer bytea)
RETURNS TABLE (year smallint, facts bigint, fingerprint text)
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.facts_door', 'open', true);
    IF NOT facts_open() OR p_event NOT IN (SELECT facts_events()) THEN RETURN; END IF;
    RETURN QUERY EXECUTE format('SELECT r.year, count(*), '
        'sum(hash_record_extended(r, 0)::numeric)::text FROM facts_of_%s($1, $2) r '
        'GROUP BY r.year', p_event) USING p_inner, p_outer;
    PERFORM set_config('sala.facts_door', '', true);
END $$;
REVOKE ALL ON FUNCTION facts_events, facts_rows, facts_fingerprints FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_events, facts_rows, facts_fingerprints
    TO {settings.APPLICATION_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0002_statement_locks"),
        ("countries", "0002_public_knowledge"),
        ("protection", "0008_step_law"),
        ("prosecution", "0007_court_locks"),
        ("prevention", "0002_work_locks"),
        ("partnership", "0004_assessment_locks"),
    ]
    replaces = [
        ("facts", name)
        for name in (
            "0001_door",
            "0004_faster_door",
            "0005_door_of_the_courts_and_the_rest",
            "0006_committees_and_audiences",
            "0007_proven_once",
        )
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (BEGIN, *people.EVENTS, *cases.EVENTS, *prevention.EVENTS, ROOM)
    ]
