"""What holds for any pack, not only for those we wrote."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.countries.contract import (
    TABLES,
    AgencyDefinition,
    EntitlementCsvRow,
    PlaceCsvRow,
    RateCsvRow,
)
from sala.countries.outlines import is_area
from sala.countries.rules import (
    circular_rows,
    misplaced_levels,
    overlapping_periods,
)
from sala.countries.rules.drafts import PackDraft
from sala.countries.rules.tables import REFERENCES

COMMON = {"source": "book", "verified": True}
FIRST = date(2000, 1, 1)
CODES = st.sampled_from([f"A{n}" for n in range(6)])
PARENTS = st.dictionaries(CODES, st.none() | CODES)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
PERIODS = st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5)


def draft(**tables):
    return PackDraft(
        None,
        tables,
        dict.fromkeys(tables, ()),
        {},
        {},
        frozenset(),
    )


def agencies(parents):
    return tuple(
        AgencyDefinition(
            line=n,
            code=code,
            parent_code=parent,
            kind="court",
            level="national",
            **COMMON,
        )
        for n, (code, parent) in enumerate(parents.items(), start=2)
    )


@given(PARENTS)
def test_without_a_circle_every_row_has_an_end_above_it(parents):
    circular = {p.row for p in circular_rows(draft(agencies=agencies(parents)))}
    for row in agencies(parents):
        at = row.code
        for _step in parents:
            at = parents.get(at)
        # After as many steps as there are rows, only a circle is still going.
        assert at is None or at not in parents or circular


@given(PARENTS)
def test_a_row_is_circular_when_going_up_comes_back_to_it(parents):
    circular = {p.row for p in circular_rows(draft(agencies=agencies(parents)))}
    for row in agencies(parents):
        at, steps = parents[row.code], 0
        while at is not None and at != row.code and steps <= len(parents):
            at, steps = parents.get(at), steps + 1
        assert (row.line in circular) is (at == row.code)


def rows(model, periods, **values):
    return tuple(
        model(
            line=n,
            from_on=start,
            to_on=end,
            **values,
            **COMMON,
        )
        for n, (start, end) in enumerate(periods, start=2)
        if end is None or end >= start
    )


def answers(found, day):
    return [
        r for r in found if r.from_on <= day and (r.to_on is None or r.to_on >= day)
    ]


@given(PERIODS)
def test_without_an_overlap_there_is_at_most_one_answer_on_any_day(periods):
    found = rows(
        EntitlementCsvRow,
        periods,
        code="bed",
        law="charter",
    )
    overlaps = list(overlapping_periods(draft(entitlements=found)))
    double = any(len(answers(found, FIRST + timedelta(days=n))) > 1 for n in range(60))
    assert bool(overlaps) is double


@given(PERIODS)
def test_a_rate_without_an_end_holds_until_the_next(periods):
    found = rows(
        RateCsvRow,
        [(start, None) for start, _end in periods],
        currency="USD",
        units=2,
    )
    assert list(overlapping_periods(draft(rates=found))) == []


@given(st.dictionaries(CODES, st.tuples(st.none() | CODES, st.integers(1, 4))))
def test_levels_count_the_places_above(places):
    found = tuple(
        PlaceCsvRow(
            line=n,
            code=code,
            parent=parent,
            level=level,
            kind="canton",
            **COMMON,
        )
        for n, (code, (parent, level)) in enumerate(places.items(), start=2)
    )
    misplaced = {p.row for p in misplaced_levels(draft(places=found))}
    for row in found:
        above = places.get(row.parent)
        if row.parent is None:
            assert (row.line in misplaced) is (row.level > 1)
        elif above is not None:
            assert (row.line in misplaced) is (row.level != above[1] + 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["Polygon", "MultiPolygon", "Point", None]))
def test_whatever_stands_for_a_shape_is_refused_or_closed(coordinates, kind):
    shape = {"type": kind, "coordinates": coordinates}
    if is_area(shape):
        polygons = [coordinates] if kind == "Polygon" else coordinates
        assert all(ring[0] == ring[-1] for polygon in polygons for ring in polygon)
    assert not is_area(coordinates) or isinstance(coordinates, dict)


def test_every_reference_and_every_key_is_a_column():
    for file, fields, target, named in REFERENCES:
        assert set(fields) <= set(TABLES[file][0].model_fields)
        assert set(named) <= set(TABLES[target][0].model_fields)
    for model, key in TABLES.values():
        assert set(key) <= set(model.model_fields)


# What is seen alike and stored otherwise, and how it is told.
SPELLED = [
    ("au\u0300 Nord", "aù Nord", "U+00F9 instead of U+0075 U+0300"),
    (
        "ຫຼວງນ\u0ecd\u0ec9\u0eb2ທາ",
        "ຫຼວງນ້ຳທາ",
        "U+0EC9 U+0EB3 instead of U+0ECD U+0EC9 U+0EB2",
    ),
    ("ນ\u0ec9\u0ecd\u0eb2ບາກ", "ນ້ຳບາກ", "U+0EB3 instead of U+0ECD U+0EB2"),
    ("\u200bNord", "Nord", "nothing instead of U+200B"),
]


@pytest.mark.parametrize(("stored", "right", "told"), SPELLED)
def test_a_name_in_another_encoding_is_named_by_its_row(stored, right, told, folder):
    """One name in two encodings is one name to the eye and two to every search."""
    rows = (folder.path / "places.csv").read_text(encoding="utf-8").splitlines()
    column = rows[0].split(",").index("name_fr")
    cells = rows[1].split(",")
    cells[column] = stored
    rows[1] = ",".join(cells)
    folder.write("places.csv", "\n".join(rows) + "\n")
    ((file, row, field, value, said),) = folder.problems()
    assert (file, row, field, value) == ("places.csv", 2, "name_fr", stored)
    assert said == f"“{right}”, stored with {told}"


def test_questions_are_in_one_encoding_too(folder):
    folder.change("first_talk.csv", "Autre chose ?", "Autre\u200b chose ?")
    ((file, _row, field, _value, said),) = folder.problems()
    assert (file, field) == ("first_talk.csv", "survey.other.label::(fr)")
    assert said.startswith("“Autre chose ?”")
