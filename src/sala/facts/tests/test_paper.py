"""The table of an agency on paper: every fault named, nothing half brought in."""

import io
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sala.facts import folder as facts
from sala.facts import importing
from sala.facts.pseudonyms import PseudonymMaker
from sala.facts.sources import UnreadableError, paper

AT = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "id,event,date,year,person,sex,age_group,citizenship,number,amount,currency,means,official"
GOOD = "1,identified,2018-10-31,,W-1,female,adult,LA,,,,threat;deception,no"


def told(*rows, head=HEAD):
    return paper.read_paper("\n".join([head, *rows]).encode())


def test_a_row_says_what_its_cells_say_and_no_more():
    (fact,) = told(GOOD).facts
    assert fact.values["year"] == 2018
    assert fact.values["means"] == ["deception", "threat"]
    assert "number" not in fact.values
    assert (fact.record, fact.person) == ("1", "W-1")


def test_blank_zero_nobody_asked_and_not_known_are_four_things():
    read = told(
        "1,trained,2018-01-01,,,,,,0,,,,",
        "2,trained,2018-01-01,,,not_asked,,not_known,,,,none,",
    )
    zero, blank = (fact.values for fact in read.facts)
    assert zero["number"] == 0
    assert "number" not in blank
    assert (blank["sex"], blank["citizenship"], blank["means"]) == (
        "not_asked",
        "not_known",
        [],
    )
    assert "sex" not in zero


def test_a_cell_under_no_heading_is_a_fault_for_those_before_it_may_have_moved():
    read = told(
        GOOD,
        "2,trained,2018-01-01,,,,,,4,,,,,33",
        "3,trained,2018-01-01,,,,,,4,,,,,,,",
    )
    assert [(f.row, f.value) for f in read.faults] == [(3, "33")]


def test_a_file_without_a_row_does_not_replace_what_its_source_brought_in(tmp_path):
    with pytest.raises(UnreadableError, match="no row"):
        importing.preview_import(
            tmp_path,
            HEAD.encode(),
            layout="paper",
            source="lwu",
        )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("1,identfied,2018-10-31,,,,,,,,,,", "event"),
        ("1,,2018-10-31,,,,,,,,,,", "event"),
        (",identified,2018-10-31,,,,,,,,,,", "id"),
        ("1,identified,31/10/2018,,,,,,,,,,", "date"),
        ("1,identified,2018-02-30,,,,,,,,,,", "date"),
        ("1,identified,,,,,,,,,,,", "date"),
        ("1,identified,2018-10-31,2017,,,,,,,,,", "year"),
        ("1,identified,2018-10-31,,,woman,,,,,,,", "sex"),
        ("1,identified,2018-10-31,,,,,Laos,,,,,", "citizenship"),
        ("1,trained,2018-10-31,,,,,,-3,,,,", "number"),
        ("1,trained,2018-10-31,,,,,,2.5,,,,", "number"),
        ("1,forfeiture,2018-10-31,,,,,,,5,,,", "currency"),
        ("1,identified,2018-10-31,,W-1,,,,2,,,,", "number"),
        ("1,identified,2018-10-31,,,,,,,,,,maybe", "official"),
        ("1,identified,2018-10-31,,,,,,,,,she said so,", "means"),
    ],
)
def test_a_faulty_cell_is_named_with_what_would_be_right(row, field):
    read = told("9,trained,2018-01-01,,,,,,4,,,,", row)
    assert [(f.row, f.field) for f in read.faults] == [(3, field)]
    assert read.faults[0].right
    assert len(read.facts) == 1


def test_two_rows_with_one_sign_are_a_fault():
    read = told(GOOD, GOOD)
    assert [(f.row, f.field) for f in read.faults] == [(3, "id")]


@pytest.mark.parametrize("head", ["event,date", "id,date", "id,event", ""])
def test_a_table_without_what_it_needs_is_none(head):
    with pytest.raises(UnreadableError):
        told("1", head=head)


def test_a_workbook_says_the_same_as_the_text():
    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(GOOD.split(","))
    saved = io.BytesIO()
    book.save(saved)
    assert paper.read_paper(saved.getvalue()) == told(GOOD)


@given(st.binary(max_size=300))
def test_anything_is_read_or_refused(data):
    with suppress(UnreadableError):
        paper.read_paper(data)


def bring(folder, *rows, source="lwu"):
    shown = importing.preview_import(
        folder,
        "\n".join([HEAD, *rows]).encode(),
        layout="paper",
        source=source,
    )
    return importing.import_facts(
        folder,
        shown,
        at=AT,
        country="LA",
        currency="LAK",
    )


def test_nothing_is_brought_in_where_anything_is_faulty(tmp_path):
    bring(tmp_path, GOOD)
    before = facts.read_manifest(tmp_path)
    with pytest.raises(UnreadableError):
        bring(tmp_path, GOOD, "2,identified,yesterday,,,,,,,,,,")
    assert facts.read_manifest(tmp_path) == before
    assert len(list(tmp_path.rglob("*.parquet"))) == 1


def test_a_source_replaces_its_own_and_leaves_the_others(tmp_path):
    bring(tmp_path, GOOD)
    bring(tmp_path, GOOD, source="moj")
    after = bring(tmp_path, "5,returned,2019-01-01,,W-1,,,,,,,,")
    assert [(f.source, f.event, f.year) for f in after.files] == [
        ("moj", "identified", 2018),
        ("lwu", "returned", 2019),
    ]
    assert len(list(tmp_path.rglob("*.parquet"))) == 2
    assert facts.damaged_files(tmp_path) == []


def test_a_file_that_is_brought_in_makes_nothing_of_the_record_newer(tmp_path):
    first = bring(tmp_path, GOOD)
    assert first.as_of == AT.isoformat()
    read_then = "2025-06-01T08:00:00.250000+00:00"
    with_record = replace(
        first,
        sources={**first.sources, facts.RECORD: ["met"]},
        as_of=read_then,
    )
    facts.write_manifest(tmp_path, with_record)
    assert bring(tmp_path, GOOD).as_of == read_then


def test_a_file_changed_by_hand_is_found(tmp_path):
    (file,) = bring(tmp_path, GOOD).files
    path = tmp_path / file.path
    path.write_bytes(path.read_bytes() + b" ")
    assert facts.damaged_files(tmp_path) == [file.path]


def test_the_sign_of_a_person_is_not_kept(tmp_path):
    bring(tmp_path, GOOD)
    written = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"W-1" not in written


def test_the_record_is_no_source_of_files(tmp_path):
    with pytest.raises(importing.NotASourceError):
        importing.preview_import(
            tmp_path,
            HEAD.encode(),
            layout="paper",
            source="record",
        )


def test_another_source_gives_another_pseudonym(django_db_setup):
    names = [("person", str(i)) for i in range(200)]
    one, two = (PseudonymMaker(f"a file of {source}") for source in ("lwu", "moh"))
    made = one.pseudonyms_of_names(names)
    assert len(set(made)) == 200
    assert made == one.pseudonyms_of_names(names)
    assert not set(made) & set(two.pseudonyms_of_names(names))
    together, apart = one.pseudonyms_of_names([("a", "b"), ("ab", "")])
    assert together != apart


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("໑໒໕໐", 1250),
        ("1 250 000", 1250000),
        ("1\u202f250", 1250),
        ("1.250.000", 1250000),
        ("1250.00", 1250),
    ],
)
def test_numbers_and_days_are_read_in_any_script_and_grouping(typed, number):
    read = told(f"1,trained,໒໐໑໘-໑໐-໓໑,,,,,,{typed},,,,", "2,trained,,໒໐໑໗,,,,,1,,,,")
    assert read.faults == ()
    first, second = (fact.values for fact in read.facts)
    assert (first["number"], str(first["date"])) == (number, "2018-10-31")
    assert second["year"] == 2017


@pytest.mark.parametrize(
    "typed", ["1.234", "1.000", "0.5", "12 34", "10²", "-3", "9" * 30]
)
def test_a_cell_that_could_be_two_numbers_is_a_fault(typed):
    (fault,) = told(f"1,trained,2018-01-01,,,,,,{typed},,,,").faults
    assert (fault.field, fault.value) == ("number", typed)


def test_a_workbook_with_a_fraction_is_no_number_a_thousand_times_as_large():
    book = Workbook()
    book.active.append(["id", "event", "date", "number"])
    book.active.append(["1", "trained", "2018-01-01", 1.234])
    file = io.BytesIO()
    book.save(file)
    (fault,) = paper.read_paper(file.getvalue()).faults
    assert fault.field == "number"
