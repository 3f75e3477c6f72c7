"""HTCDS files: what is read, what is refused and how it is said, and that writing loses
nothing.
"""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sala.standards import htcds
from sala.standards.htcds.columns import person_fields


def csv(text: str) -> bytes:
    return text.encode()


def test_a_published_row_is_read_by_the_fields_of_the_standard():
    read = htcds.read_htcds(
        csv(
            "prs_FirstName,prs_Gender,vic_TypeOfExploitation\nA,feminine,ForcedLabour; Forced marriage\n",
        ),
    )
    assert read.faults == ()
    assert read.rows[0].values == {
        "prs_FirstName": "A",
        "prs_Gender": "Feminine",
        "vic_TypeOfExploitation": ("ForcedLabour", "ForcedMarriage"),
    }


def test_each_faulty_cell_is_named_with_row_field_value_and_what_would_be_right():
    read = htcds.read_htcds(
        csv("prs_Birthdate,prs_Gender\n31/12/1999,Feminine\n1999-12-31,F\n"),
    )
    first, second = read.faults
    assert (first.row, first.field, first.value) == (2, "prs_Birthdate", "31/12/1999")
    assert "1999-12-31" in first.right
    assert (second.row, second.field, second.value) == (3, "prs_Gender", "F")
    assert "Feminine" in second.right


def test_known_defects_of_published_files_are_understood():
    read = htcds.read_htcds(
        csv(
            "prs_First_Name;prs_Second_Name;vic_Methods_of_Control;vic_RelationshipToTrafficker;con_UseOfData\n"
            "A;B;DebtBondage|FalsePromises;Unacquainted;yes\n",
        ),
    )
    assert read.faults == ()
    assert read.rows[0].values == {
        "prs_FirstName": "A",
        "prs_SecondName": "B",
        "vic_MethodsOfControl": ("DebtBondage", "FalsePromises"),
        "vic_RelationshipToTrafficker": "Unaquainted",
    }
    assert read.retired == ("con_UseOfData",)


def test_a_heading_nobody_knows_is_said_and_not_guessed():
    assert htcds.read_htcds(csv("prs_FirstName,Village\nA,B\n")).unknown == ("Village",)


def test_countries_are_read_with_two_letters_or_three():
    read = htcds.read_htcds(csv("prs_Citizenship\nTHA;la\nXX1\n"))
    assert read.rows[0].values["prs_Citizenship"] == ("TH", "LA")
    assert read.faults[0].value == "XX1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "No column"),
        (b"\xff\xd8\xff\xe0 not text", "not text"),
        (b"PK\x03\x04 broken", "not an XLSX"),
        (b"name,age\nA,3\n", "No column"),
        (b"prs_FirstName,prs_First_Name\nA,B\n", "same field"),
        (b"prs_FirstName\nA,B\n", "more cells"),
        (b"[1, 2]", "list of objects"),
        (b"[" * 100_000, "JSON"),
        (b"x" * 5_000_001, "bytes"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_reason(data, said):
    with pytest.raises(htcds.UnreadableError, match=said):
        htcds.read_htcds(data)


def test_a_workbook_is_read_like_a_table():
    book = Workbook()
    book.active.append(["prs_FirstName", "prs_NumberOfChildren"])
    book.active.append(["ນາງ ກ", 2.0])
    file = io.BytesIO()
    book.save(file)
    read = htcds.read_htcds(file.getvalue())
    assert read.rows[0].values == {
        "prs_FirstName": "ນາງ ກ",
        "prs_NumberOfChildren": "2",
    }


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("prs_NumberOfChildren", "໓", "3"),
        ("prs_NumberOfChildren", "1 250", "1250"),
        ("prs_NumberOfChildren", "2.0", "2"),
        ("prs_NumberOfChildren", "1.234", "1.234"),  # as other systems write it
        ("prs_Birthdate", "໒໐໐໗-໐໓-໐໙", "2007-03-09"),
        ("prs_MobilePhone", "+໘໕໖ 20 ໕໕໕໕ 1234", "+8562055551234"),
    ],
)
def test_figures_are_read_in_any_script(column, typed, kept):
    read = htcds.read_htcds(csv(f"{column}\n{typed}\n"))
    assert read.faults == ()
    assert read.rows[0].values == {column: kept}


@pytest.mark.parametrize("typed", ["nan", "1e999", "10²", "12 34", "1;5", "some"])
def test_what_is_no_number_is_a_fault(typed):
    read = htcds.read_htcds(csv(f'prs_NumberOfChildren\n"{typed}"\n'))
    assert [fault.value for fault in read.faults] == [typed]


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=20,
)


def value_of(field):
    if field.picklist:
        one = st.sampled_from(field.picklist.codes)
    elif "3166" in (field.value_standard or ""):
        one = st.sampled_from(["LA", "TH", "VN"])
    elif "639" in (field.value_standard or ""):
        one = st.sampled_from(["lao", "tha"])
    elif field.code.endswith("Phone"):
        one = st.from_regex(r"\A\+[1-9][0-9]{5,13}\Z")
    elif field.kind == "Date":
        one = st.dates().map(lambda d: d.isoformat())
    elif field.kind == "Number":
        one = st.integers(0, 99).map(str)
    elif field.kind == "Checkbox":
        one = st.sampled_from(["true", "false"])
    else:
        # A leading apostrophe before = + - @ is how a safe cell is written; nobody is
        # called so.
        one = TEXT.filter(lambda t: not t.startswith("'"))
    return (
        st.lists(
            one,
            min_size=1,
            max_size=3,
            unique=True,
        ).map(tuple)
        if field.multiple
        else one
    )


ROWS = st.fixed_dictionaries(
    {"prs_FirstName": TEXT.filter(lambda t: not t.startswith("'"))},
    optional={
        f.code: value_of(f)
        for f in person_fields()
        if not f.deprecated and f.code != "prs_FirstName"
    },
)


@settings(max_examples=60)
@given(
    st.lists(
        ROWS,
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(sorted(htcds.FORMATS)),
)
def test_what_is_written_is_read_again_unchanged(rows, form):
    read = htcds.read_htcds(htcds.write_htcds(rows, form))
    assert read.faults == ()
    assert [row.values for row in read.rows] == rows


@given(st.binary(max_size=400))
def test_whatever_arrives_is_read_or_refused(data):
    with suppress(htcds.UnreadableError):
        htcds.read_htcds(data)


@given(st.text(max_size=200))
def test_whatever_follows_a_heading_is_read_or_refused(text):
    with suppress(htcds.UnreadableError):
        htcds.read_htcds(
            ("prs_FirstName,prs_Birthdate,prs_Citizenship\n" + text).encode()
        )


@pytest.mark.parametrize("text", ["[" * 600 + "1" + "]" * 600, "9" * 6000])
def test_json_that_no_person_wrote_is_refused(text):
    with pytest.raises(htcds.UnreadableError):
        htcds.read_htcds(f'[{{"prs_FirstName": {text}}}]'.encode())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "＠SUM(A1)"])
def test_no_cell_is_run_by_a_spreadsheet(form, name):
    written = htcds.write_htcds(
        [{"prs_FirstName": name, "prs_MobilePhone": "+85620123"}],
        form,
    )
    if form == "csv":
        assert f",{name}".encode() not in written
        assert f"'{name}".encode() in written
    assert htcds.read_htcds(written).rows[0].values["prs_FirstName"] == name
