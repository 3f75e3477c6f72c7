"""How an event is laid out, whatever it tells: the same columns, under pseudonyms.

The events of a room stand in its own `law/facts.py`, beside the tables they are told of.
"""

from sala.access.fact_columns import COLUMNS
from sala.kit.law import LawStatement, cut_statements, joined_law

CURRENCY = "(SELECT p.head->>'currency' FROM countries_pack p LIMIT 1)"
SHOWN = {"agency": "a.code", "province": "v.province", "place": "e.place"}


def fact_event(
    code: str,
    source: str,
    *,
    date: str,
    key: str,
    person: str | None = None,
    case: str | None = None,
    agency: str,
    place: str,
    official: str | None = None,
    **says: str,
) -> tuple[LawStatement, ...]:
    """SQL of one kind of event."""
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
    if wrong := given.keys() - COLUMNS.keys():
        raise ValueError(f"{code}: {wrong}")
    inner = ", ".join(
        f"({given.get(name, 'NULL')})::{kind} AS {name}"
        for name, kind in COLUMNS.items()
    )
    outer = ", ".join(
        f"{SHOWN[name]}::{kind}" if name in SHOWN else f"e.{name}"
        for name, kind in COLUMNS.items()
    )
    return cut_statements(
        f"""
CREATE FUNCTION facts_of_{code}(p_inner bytea, p_outer bytea) RETURNS SETOF facts_row
LANGUAGE sql STABLE AS $$
    SELECT {outer}
    FROM (SELECT {inner} FROM {source}) e
    LEFT JOIN access_agency a ON a.id = e.agency::uuid
    LEFT JOIN facts_province v ON v.code = e.place
$$;
REVOKE ALL ON FUNCTION facts_of_{code} FROM PUBLIC;
""",
    )


def person_columns(row: str) -> dict[str, str]:
    """What an event knew of a person."""
    return {
        name: f"nullif({row}.{name}, '')"
        for name in ("sex", "age_group", "citizenship")
    }


def single_code(array: str) -> str:
    """The one code of a list; `several` where there are more."""
    return (
        f"CASE WHEN cardinality({array}) > 1 THEN 'several' "
        f"WHEN cardinality({array}) = 1 THEN {array}[1] END"
    )


def year_end(day: str) -> str:
    """The last day of a day's year: what became of an event later is of a later year."""
    return f"make_date(extract(year FROM {day})::int, 12, 31)"


def year_ends(since: str, name: str = "at") -> str:
    """The last days of the years from one on; of the running year, today."""
    return (
        f"CROSS JOIN LATERAL (SELECT least(make_date(y, 12, 31), current_date) AS last "
        f"FROM generate_series(extract(year FROM {since})::int, "
        f"extract(year FROM current_date)::int) y) {name}"
    )


def open_to_facts(*tables: str) -> tuple[LawStatement, ...]:
    """Let the owner's functions read tables for facts, and only while the door is open."""
    return tuple(
        LawStatement(
            "policy",
            f"{table}.facts_door",
            f"CREATE POLICY facts_door ON {table} FOR SELECT TO CURRENT_USER "
            "USING ((SELECT facts_open()))",
            "The door to the facts reads every row, for whoever may make facts.",
        )
        for table in tables
    )


GROUND = f"""
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
"""

LAW = joined_law(cut_statements(GROUND))
