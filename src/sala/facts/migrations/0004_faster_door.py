"""The same events, an agency and a province found by one join each instead of once a row."""

from importlib import import_module

from django.db import migrations

first = import_module("sala.facts.migrations.0001_door")

PROVINCES = """
CREATE OR REPLACE VIEW facts_province AS
    SELECT p.code, (CASE 1 WHEN p.level THEN p.code WHEN q.level THEN q.code
                        WHEN r.level THEN r.code
                        WHEN s.level THEN s.code END)::varchar(64) AS province
    FROM countries_place p
    LEFT JOIN countries_place q ON q.code = p.parent
    LEFT JOIN countries_place r ON r.code = q.parent
    LEFT JOIN countries_place s ON s.code = r.parent;
"""


SHOWN = {"agency": "a.code", "province": "v.province", "place": "e.place"}


def _shown(value, kind, official):
    if official is None:
        return value
    return f"CASE WHEN e.official THEN 'withheld' ELSE {value} END::{kind}"


def event(code, source, *, date, key, person=None, case=None, agency, place, official=None, **says):
    """SQL of one kind of event. Of what concerns an official, neither agency nor place is said."""
    given = {
        "year": f"extract(year FROM {date})",
        "event_key": f"facts_key(p_inner, p_outer, {key})",
        "person_key": f"facts_key(p_inner, p_outer, {person})" if person else "NULL",
        "case_key": f"facts_key(p_inner, p_outer, {case})" if case else "NULL",
        "agency": f"({agency})::text",  # its key, until the join below names it
        "place": f"nullif({place}, '')",
        "date": date,
        "official": official or "NULL",
        **says,
    }
    if wrong := given.keys() - first.COLUMNS.keys():
        raise ValueError(f"{code}: {wrong}")
    inner = ", ".join(
        f"({given.get(name, 'NULL')})::{kind} AS {name}" for name, kind in first.COLUMNS.items()
    )
    outer = ", ".join(
        _shown(SHOWN[name], kind, official) if name in SHOWN else f"e.{name}"
        for name, kind in first.COLUMNS.items()
    )
    return f"""
CREATE OR REPLACE FUNCTION facts_of_{code}(p_inner bytea, p_outer bytea) RETURNS SETOF facts_row
LANGUAGE sql STABLE AS $$
    SELECT {outer}
    FROM (SELECT {inner} FROM {source}) e
    LEFT JOIN access_agency a ON a.id = e.agency::uuid
    LEFT JOIN facts_province v ON v.code = e.place
$$;
REVOKE ALL ON FUNCTION facts_of_{code} FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0003_statements_locks")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (PROVINCES, *(event(code, source, **says) for code, source, says in first.SAID))
    ]
