"""The one door out of the record: events without identity, under pseudonyms, for who counts.

Each kind of event is one function that nobody may call but `facts_rows`, which asks who is there.
A later room adds its events with a function `facts_of_<event>` and needs to change nothing here.
"""

from django.conf import settings
from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

TABLES = (
    "screening_operation",
    "screening_metcount",
    "screening_notscreened",
    "screening_screening",
    "screening_identificationrequest",
    "screening_identificationdecision",
    "protection_referral",
    "protection_personentitlement",
    "protection_entitlementstep",
    "protection_return",
    "prosecution_complaint",
    "prosecution_incident",
    "prosecution_case",
    "prosecution_casevictim",
    "prosecution_investigation",
    "prosecution_cooperationrequest",
)

COLUMNS = {
    "year": "smallint",
    "event_key": "bigint",
    "person_key": "bigint",
    "case_key": "bigint",
    "agency": "text",
    "province": "text",
    "place": "text",
    "date": "date",
    "sex": "text",
    "age_group": "text",
    "age_band": "text",
    "citizenship": "text",
    "form": "text",
    "means": "text",
    "sector": "text",
    "exploited_in": "text",
    "exploited_at": "text",
    "origin": "text",
    "kind": "text",
    "outcome": "text",
    "reason": "text",
    "official": "boolean",
    "number": "bigint",
    "amount": "bigint",
    "currency": "text",
    "months": "integer",
    "suspended": "integer",
}


SAID = []  # what each event is made of, for later migrations that lay it out anew


def event(code, source, **says):
    """SQL of one kind of event, which is remembered."""
    SAID.append((code, source, says))
    return laid_out(code, source, **says)


def laid_out(
    code, source, *, date, key, person=None, case=None, agency, place, official=None, **says
):
    """SQL of one kind of event. Of what concerns an official, neither agency nor place is said."""

    def shown(expression):
        if official is None:
            return expression
        return f"CASE WHEN {official} THEN 'withheld' ELSE {expression} END"

    given = {
        "year": f"extract(year FROM {date})",
        "event_key": f"facts_key(p_inner, p_outer, {key})",
        "person_key": f"facts_key(p_inner, p_outer, {person})" if person else "NULL",
        "case_key": f"facts_key(p_inner, p_outer, {case})" if case else "NULL",
        "agency": shown(f"(SELECT a.code FROM access_agency a WHERE a.id = {agency})"),
        "province": shown(f"(SELECT v.province FROM facts_province v WHERE v.code = {place})"),
        "place": shown(f"nullif({place}, '')"),
        "date": date,
        "official": official or "NULL",
        **says,
    }
    if wrong := given.keys() - COLUMNS.keys():
        raise ValueError(f"{code}: {wrong}")
    columns = ",\n        ".join(
        f"({given.get(name, 'NULL')})::{kind}" for name, kind in COLUMNS.items()
    )
    return f"""
CREATE FUNCTION facts_of_{code}(p_inner bytea, p_outer bytea) RETURNS SETOF facts_row
LANGUAGE sql STABLE AS $$
    SELECT {columns}
    FROM {source}
$$;
REVOKE ALL ON FUNCTION facts_of_{code} FROM PUBLIC;
"""


def described(row):
    """What an event knew of a person."""
    return {name: f"nullif({row}.{name}, '')" for name in ("sex", "age_group", "citizenship")}


def only(array):
    """The one code of a list; `several` where there are more."""
    return (
        f"CASE WHEN cardinality({array}) > 1 THEN 'several' "
        f"WHEN cardinality({array}) = 1 THEN {array}[1] END"
    )


BEGIN = f"""
CREATE TYPE facts_row AS ({", ".join(f"{n} {t}" for n, t in COLUMNS.items())});

-- The first-level place of every place; of a first-level place, itself.
CREATE VIEW facts_province AS
    WITH RECURSIVE below(code, province) AS (
        SELECT code, code FROM countries_place WHERE level = 1
        UNION ALL SELECT p.code, b.province FROM countries_place p JOIN below b ON p.parent = b.code
    ) SELECT code, province FROM below;
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
    f"CREATE POLICY facts_door ON {table} FOR SELECT TO CURRENT_USER USING ((SELECT facts_open()));"
    for table in TABLES
)

OWN = "(SELECT p.code FROM countries_pack p LIMIT 1)"
# The decision that stands on each person, and where they went home to.
STANDING = """LEFT JOIN (
        SELECT DISTINCT ON (d.person_id) d.person_id, d.form, d.exploited_in, d.exploited_at
        FROM screening_identificationdecision d
        WHERE d.outcome = 'identified' AND NOT EXISTS (
            SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id)
        ORDER BY d.person_id, d.recorded_at DESC) i ON i.person_id = {0}.person_id
    LEFT JOIN (
        SELECT DISTINCT ON (h.person_id) h.person_id, h.place_code
        FROM protection_return h WHERE h.kind = 'home' AND h.state <> 'cancelled'
        ORDER BY h.person_id, h.recorded_at DESC) home ON home.person_id = {0}.person_id"""
EXPLOITED = {
    "form": "nullif(i.form, '')",
    "exploited_in": "nullif(i.exploited_in, '')",
    "exploited_at": "(SELECT v.province FROM facts_province v WHERE v.code = i.exploited_at)",
    "origin": "(SELECT v.province FROM facts_province v WHERE v.code = home.place_code)",
}
OPERATION_PLACE = """coalesce(nullif(o.place_code, ''),
            (SELECT x.place FROM countries_bordercrossing x WHERE x.code = o.crossing_code))"""
OF_OPERATION = {
    "date": "o.happened_on",
    "key": "o.id",
    "agency": "o.agency_id",
    "place": OPERATION_PLACE,
    "kind": "o.kind",
}
OF_CASE = {
    "case": "c.id",
    "agency": "c.agency_id",
    "place": "c.place_code",
    "official": "c.concerns_official",
    "form": only("c.forms"),
    "means": "array_to_string(c.means, ';')",
    "exploited_in": "nullif(c.country, '')",
}

EVENTS = [
    event(
        "met",
        "screening_operation o LEFT JOIN screening_metcount m ON m.operation_id = o.id",
        **OF_OPERATION,
        sex="nullif(m.sex, '')",
        age_group="nullif(m.age_group, '')",
        citizenship=f"CASE m.national WHEN true THEN {OWN} WHEN false THEN 'foreign' END",
        number="m.number",
    ),
    event(
        "not_screened",
        "screening_notscreened n JOIN screening_operation o ON o.id = n.operation_id "
        "WHERE n.withdrawn_at IS NULL",
        **OF_OPERATION,
        reason="n.reason",
        number="n.number",
    ),
    event(
        "screened",
        "screening_screening s LEFT JOIN screening_operation o ON o.id = s.operation_id",
        date="s.written_at::date",
        key="s.id",
        person="s.person_id",
        agency="s.agency_id",
        place=f"coalesce(nullif(s.place_code, ''), {OPERATION_PLACE})",
        kind="o.kind",
        outcome="s.outcome",
        **described("s"),
    ),
    event(
        "identification_asked",
        "screening_identificationrequest r",
        date="r.asked_at::date",
        key="r.id",
        person="r.person_id",
        agency="r.agency_id",
        place="NULL::text",
        outcome="r.state",
        **described("r"),
    ),
    event(
        "identified",
        "screening_identificationdecision d " + STANDING.format("d") + " WHERE "
        "d.outcome = 'identified' AND NOT EXISTS "
        "(SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id)",
        date="coalesce(d.received_on, d.decided_on)",
        key="d.id",
        person="d.person_id",
        agency="d.agency_id",
        place="coalesce(nullif(d.exploited_at, ''), home.place_code)",
        means="(SELECT coalesce(string_agg(m, ';' ORDER BY m), '') "
        "FROM jsonb_array_elements_text(d.means) m)",
        kind="d.origin",
        reason="CASE WHEN NOT EXISTS (SELECT 1 FROM protection_referral f "
        "WHERE f.person_id = d.person_id AND f.state <> 'withdrawn') THEN 'not_referred' END",
        **described("d"),
        **{
            **EXPLOITED,
            "form": "nullif(d.form, '')",
            "exploited_in": "nullif(d.exploited_in, '')",
            "exploited_at": "(SELECT v.province FROM facts_province v "
            "WHERE v.code = d.exploited_at)",
        },
    ),
    event(
        "not_identified",
        "screening_identificationdecision d WHERE d.outcome = 'not_identified' AND NOT EXISTS "
        "(SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id)",
        date="d.decided_on",
        key="d.id",
        person="d.person_id",
        agency="d.agency_id",
        place="NULL::text",
        **described("d"),
    ),
    event(
        "referred",
        "protection_referral f " + STANDING.format("f"),
        date="f.sent_at::date",
        key="f.id",
        person="f.person_id",
        agency="f.agency_id",
        place="home.place_code",
        kind=only("f.services"),
        outcome="f.state",
        **described("f"),
        **EXPLOITED,
    ),
    event(
        "referral_accepted",
        "protection_referral f " + STANDING.format("f") + " "
        "WHERE f.state IN ('accepted', 'completed')",
        date="f.changed_at::date",
        key="f.id",
        person="f.person_id",
        agency="f.receiver_id",
        place="home.place_code",
        kind=only("f.services"),
        **described("f"),
        **EXPLOITED,
    ),
    event(
        "entitlement_opened",
        "protection_personentitlement e",
        date="e.opened_at::date",
        key="e.id",
        person="e.person_id",
        agency="e.agency_id",
        place="e.place_code",
        kind="e.code",
        outcome="e.state",
        reason="nullif(e.reason, '')",
        **described("e"),
    ),
    event(
        "entitlement_given",
        "protection_entitlementstep g JOIN protection_personentitlement e "
        "ON e.id = g.entitlement_id WHERE g.state = 'given'",
        date="g.happened_on",
        key="e.id",
        person="e.person_id",
        agency="g.agency_id",
        place="e.place_code",
        kind="e.code",
        **described("e"),
    ),
    event(
        "returned",
        "protection_return r " + STANDING.format("r") + " WHERE r.state = 'returned'",
        date="r.happened_on",
        key="r.id",
        person="r.person_id",
        agency="r.agency_id",
        place="r.place_code",
        kind="r.kind",
        reason="nullif(r.reason, '')",
        **described("r"),
        **EXPLOITED,
    ),
    event(
        "complaint",
        "prosecution_complaint k",
        date="k.received_on",
        key="k.id",
        agency="k.agency_id",
        place="k.place_code",
        official="k.concerns_official",
        kind="k.about",
        outcome="k.state",
        reason="nullif(k.closed_reason, '')",
    ),
    event(
        "incident",
        "prosecution_incident n LEFT JOIN prosecution_case c ON c.id = n.case_id",
        date="n.recorded_at::date",
        key="n.id",
        case="n.case_id",
        agency="n.agency_id",
        place="n.place_code",
        official="coalesce(c.concerns_official, false)",
        kind="n.source",
        outcome="n.state",
        reason="nullif(n.reason, '')",
        exploited_in="nullif(n.country, '')",
    ),
    event("case_opened", "prosecution_case c", date="c.opened_at::date", key="c.id", **OF_CASE),
    event(
        "investigation_opened",
        "prosecution_investigation n JOIN prosecution_case c ON c.id = n.case_id",
        date="n.opened_on",
        key="n.id",
        **OF_CASE,
    ),
    # Of the running year the day is today: it is open now, and the year has no end yet.
    event(
        "investigation_open",
        "prosecution_investigation n JOIN prosecution_case c ON c.id = n.case_id "
        "CROSS JOIN LATERAL (SELECT least(make_date(y, 12, 31), current_date) AS last "
        "FROM generate_series(extract(year FROM n.opened_on)::int, "
        "extract(year FROM current_date)::int) y) at "
        "WHERE n.opened_on <= at.last AND (n.state IN ('open', 'suspended') "
        "OR n.state_since > at.last)",
        date="at.last",
        key="n.id",
        **OF_CASE,
    ),
    event(
        "cooperation",
        "prosecution_cooperationrequest q LEFT JOIN prosecution_case c ON c.id = q.case_id",
        date="q.made_on",
        key="q.id",
        case="q.case_id",
        agency="q.agency_id",
        place="NULL::text",
        official="coalesce(c.concerns_official, false)",
        kind="q.kind",
        outcome="q.state",
        reason="q.direction",
    ),
]

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
        'sum(hashtextextended(r::text, 0)::numeric)::text FROM facts_of_%s($1, $2) r '
        'GROUP BY r.year', p_event) USING p_inner, p_outer;
    PERFORM set_config('sala.facts_door', '', true);
END $$;
REVOKE ALL ON FUNCTION facts_events, facts_rows, facts_fingerprints FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_events, facts_rows, facts_fingerprints
    TO {settings.APPLICATION_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_notices_locks"),
        ("countries", "0002_reference"),
        ("screening", "0006_htcds_locks"),
        ("protection", "0004_referrals_locks"),
        ("prosecution", "0002_locks"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (BEGIN, *EVENTS, ROOM)]
