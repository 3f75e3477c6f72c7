"""How an event is laid out, whatever it tells: the same columns, under pseudonyms."""

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

CURRENCY = "(SELECT p.head->>'currency' FROM countries_pack p LIMIT 1)"
SHOWN = {"agency": "a.code", "province": "v.province", "place": "e.place"}


def _shown(value, kind, official):
    if official is None:
        return value
    return f"CASE WHEN e.official THEN 'withheld' ELSE {value} END::{kind}"


def event(
    code,
    source,
    *,
    date,
    key,
    person=None,
    case=None,
    agency,
    place,
    official=None,
    **says,
):
    """SQL of one kind of event. Of what concerns an official, neither agency nor place
    is said.
    """
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
        _shown(SHOWN[name], kind, official) if name in SHOWN else f"e.{name}"
        for name, kind in COLUMNS.items()
    )
    return f"""
CREATE FUNCTION facts_of_{code}(p_inner bytea, p_outer bytea) RETURNS SETOF facts_row
LANGUAGE sql STABLE AS $$
    SELECT {outer}
    FROM (SELECT {inner} FROM {source}) e
    LEFT JOIN access_agency a ON a.id = e.agency::uuid
    LEFT JOIN facts_province v ON v.code = e.place
$$;
REVOKE ALL ON FUNCTION facts_of_{code} FROM PUBLIC;
"""


def described(row):
    """What an event knew of a person."""
    return {
        name: f"nullif({row}.{name}, '')"
        for name in ("sex", "age_group", "citizenship")
    }


def only(array):
    """The one code of a list; `several` where there are more."""
    return (
        f"CASE WHEN cardinality({array}) > 1 THEN 'several' "
        f"WHEN cardinality({array}) = 1 THEN {array}[1] END"
    )


def year_ends(since, name="at"):
    """The last days of the years from one on; of the running year, today."""
    return (
        f"CROSS JOIN LATERAL (SELECT least(make_date(y, 12, 31), current_date) AS last "
        f"FROM generate_series(extract(year FROM {since})::int, "
        f"extract(year FROM current_date)::int) y) {name}"
    )
