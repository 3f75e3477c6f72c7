"""The figures of the synthetic facts once more, in SQL written by hand for DuckDB.

As somebody who knows the facts would write it: one pass an event with grouping sets; whoever has
one fact only (`singly`) is counted by rows, the others by distinct keys.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

PERSONS, CASES, OCCASIONS, EVENTS = "persons", "cases", "occasions", "events"
NATIONAL = """CASE WHEN citizenship IS NULL OR citizenship IN ('not_asked', 'not_known') THEN citizenship
    WHEN citizenship = 'LA' THEN 'national' ELSE 'foreign' END AS belonging"""
ABROAD = """CASE WHEN exploited_in IS NULL OR exploited_in IN ('not_asked', 'not_known')
    THEN exploited_in WHEN exploited_in = 'LA' THEN 'at_home' ELSE 'abroad' END AS abroad"""
MEANS = """unnest(CASE WHEN means IS NULL THEN [NULL] WHEN len(means) = 0 THEN ['none']
    ELSE means END) AS means"""
WHO = "sex age_group citizenship belonging"
CROSSES = "age_group,sex form,age_group,sex origin,exploited_in"
CONVICTED = "outcome = 'convicted'"
# event: figures (what is counted, of which rows), and the sets to group by.
FIGURES: dict[str, tuple[dict[str, tuple[str, str]], str]] = {
    "screened": (
        {
            "persons_screened": (PERSONS, "true"),
            "persons_screened_of_met": (PERSONS, "kind IS NOT NULL"),
            "potential_victims_identified": (PERSONS, "outcome = 'indicated'"),
        },
        f"{WHO} province agency kind outcome",
    ),
    "identified": (
        {
            "victims_identified": (PERSONS, "true"),
            "foreign_victims_identified": (
                PERSONS,
                "citizenship NOT IN ('LA', 'not_asked', 'not_known')",
            ),
            "victims_identified_not_referred": (PERSONS, "reason = 'not_referred'"),
        },
        f"{WHO} form exploited_in abroad exploited_at origin province agency age_band sector {CROSSES}",
    ),
    "referred": ({"victims_referred": (PERSONS, "true")}, f"{WHO} province agency"),
    "referral_accepted": (
        {"referrals_accepted": (PERSONS, "true")},
        f"{WHO} province agency",
    ),
    "service_given": (
        {"victims_assisted": (PERSONS, "true")},
        f"{WHO} form exploited_in abroad exploited_at origin province agency kind",
    ),
    "entitlement_opened": (
        {"entitlements_opened": (EVENTS, "true")},
        "kind sex age_group province",
    ),
    "entitlement_given": (
        {"entitlements_given": (EVENTS, "true")},
        "kind sex age_group province",
    ),
    "returned": (
        {
            "victims_repatriated": (PERSONS, "kind = 'abroad'"),
            "victims_returned": (PERSONS, "kind IN ('home', 'elsewhere')"),
        },
        "sex age_group citizenship province kind",
    ),
    "met": (
        {
            "persons_met": (PERSONS, "true"),
            "persons_detained": (PERSONS, "kind = 'police_operation'"),
            "hotline_calls": (OCCASIONS, "kind = 'hotline_call'"),
        },
        "sex age_group belonging kind province agency",
    ),
    "incident": (
        {"incidents_investigated": (EVENTS, "true")},
        "province agency outcome",
    ),
    "case_opened": ({"cases_opened": (CASES, "true")}, "form province agency"),
    "charged": (
        {
            "prosecutions_cases": (CASES, "true"),
            "prosecutions_persons": (PERSONS, "true"),
            "child_sex_tourism_prosecutions": (PERSONS, "kind = 'child_sex_tourism'"),
            "officials_prosecuted": (PERSONS, "official"),
        },
        "sex citizenship belonging form province agency",
    ),
    "verdict": (
        {
            "convictions_cases": (CASES, CONVICTED),
            "convictions_persons": (PERSONS, CONVICTED),
            "acquittals_persons": (PERSONS, "outcome = 'acquitted'"),
            "cases_unclear_definition": (
                CASES,
                f"{CONVICTED} AND reason = 'definition_unclear'",
            ),
            "sentence_min": ("min(months)", f"{CONVICTED} AND months > 0"),
            "sentence_max": ("max(months)", f"{CONVICTED} AND months > 0"),
            "sentences_suspended": (PERSONS, f"{CONVICTED} AND suspended > 0"),
            "fine_imposed_min": ("min(amount)", f"{CONVICTED} AND amount > 0"),
            "fine_imposed_max": ("max(amount)", f"{CONVICTED} AND amount > 0"),
            "officials_convicted": (PERSONS, f"{CONVICTED} AND official"),
        },
        "sex citizenship belonging form province agency",
    ),
    "restitution_ordered": (
        {
            "restitution_cases": (CASES, "true"),
            "restitution_persons": (PERSONS, "true"),
            "restitution_amount": ("sum(amount)", "true"),
        },
        "sex age_group province",
    ),
    "trained": (
        {
            "training_sessions": (OCCASIONS, "true"),
            "persons_trained": (PERSONS, "true"),
        },
        "sex agency province kind",
    ),
    "reached": (
        {
            "awareness_activities": (OCCASIONS, "true"),
            "people_reached": (PERSONS, "true"),
        },
        "agency province kind",
    ),
}
OF_A_CASE = """
    SELECT year, min(a), max(a) FROM (SELECT year, case_key, sum(amount) AS a FROM facts
    WHERE event = 'restitution_ordered' AND year IN (2016, 2017, 2018) GROUP BY ALL) GROUP BY year
"""
KEYS = {CASES: "case_key", OCCASIONS: "event_key"}
Found = dict[tuple[str, int, tuple[str, ...], tuple[str | None, ...]], int]


def counted(folder: Path, files: list[str]) -> Found:
    """Every figure of the three years, in every breakdown and in more than are asked for."""
    found: Found = {}
    with duckdb.connect(config={"threads": 2, "memory_limit": "1500MB"}) as connection:
        paths = json.dumps([str(folder / file) for file in files]).replace('"', "'")
        connection.execute(
            f"CREATE VIEW facts AS SELECT * FROM read_parquet({paths}, hive_partitioning = true)",
        )
        for event, (figures, sets) in FIGURES.items():
            for statement, dimensions, codes in _statements(
                event,
                figures,
                sets.split(),
            ):
                for row in connection.execute(statement).fetchall():
                    _add(found, row, dimensions, codes)
        for year, least, most in connection.execute(OF_A_CASE).fetchall():
            found["restitution_min", year, (), ()] = least
            found["restitution_max", year, (), ()] = most
    return found


def _statements(
    event: str,
    figures: dict[str, tuple[str, str]],
    sets: list[str],
) -> Iterator[tuple[str, list[str], list[str]]]:
    persons = {
        code: where for code, (what, where) in figures.items() if what == PERSONS
    }
    for source, by in (
        (f"*, {NATIONAL}, {ABROAD}", sets),
        (f"* REPLACE ({MEANS})", ["means"]),
    ):
        if by == ["means"] and event != "identified":
            continue
        dimensions = list(dict.fromkeys(d for each in by for d in each.split(",")))
        whole = [] if by == ["means"] else ["(year)"]
        grouping = ", ".join(whole + [f"(year, {each})" for each in by])
        head = (
            f"SELECT year, grouping({', '.join(dimensions)}), {', '.join(dimensions)}"
        )
        tail = (
            f"FROM (SELECT {source} FROM facts WHERE event = '{event}' "
            "AND year IN (2016, 2017, 2018){}) GROUP BY GROUPING SETS ("
            + grouping
            + ")"
        )
        values = ", ".join(_value(what, where) for what, where in figures.values())
        yield f"{head}, {values} {tail.format('')}", dimensions, list(figures)
        if persons:
            rest = ", ".join(
                f"count(DISTINCT person_key) FILTER (WHERE {where}) "
                f"+ coalesce(sum(number) FILTER (WHERE {where} AND person_key IS NULL), 0)"
                for where in persons.values()
            )
            yield (
                f"{head}, {rest} {tail.format(' AND NOT singly')}",
                dimensions,
                list(persons),
            )


def _value(what: str, where: str) -> str:
    if what in KEYS:
        return f"count(DISTINCT {KEYS[what]}) FILTER (WHERE {where})"
    counted = {PERSONS: f"singly AND {where}", EVENTS: where}.get(what)
    return (
        f"count(*) FILTER (WHERE {counted})"
        if counted
        else f"{what} FILTER (WHERE {where})"
    )


def _add(
    found: Found,
    row: tuple[Any, ...],
    dimensions: list[str],
    codes: list[str],
) -> None:
    year, mask, rest = row[0], row[1], row[2:]
    last = len(dimensions) - 1
    way = tuple(d for i, d in enumerate(dimensions) if not mask >> (last - i) & 1)
    keys = tuple(rest[dimensions.index(d)] for d in way)
    for code, value in zip(codes, rest[len(dimensions) :], strict=True):
        if value is not None:
            place = code, year, way, keys
            found[place] = found.get(place, 0) + int(value)
