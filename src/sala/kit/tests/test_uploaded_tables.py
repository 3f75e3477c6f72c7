"""Tables that somebody sends: the same rows from text and from a workbook, never a traceback."""

import io
from contextlib import suppress
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sala.kit.uploaded_tables import (
    MOST_PARTS,
    UnreadableError,
    as_text,
    sheet_rows,
    table_lines,
)

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")),
    max_size=8,
).filter(lambda text: not text.startswith("="))
ROWS = st.lists(
    st.lists(
        CELLS,
        min_size=2,
        max_size=2,
    ),
    min_size=1,
    max_size=4,
)
ROOM = 10_000_000


def workbook(rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_a_text_is_parted_by_what_its_first_line_has_most_of(parted):
    said = [["name", "day"], ['a "b"', "c, d; e"]]
    text = "\r\n".join(
        parted.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in r) for r in said
    )
    assert list(table_lines(text)) == said


def test_a_text_that_is_no_table_is_refused():
    with pytest.raises(UnreadableError, match="not a proper CSV"):
        list(table_lines('a,b\n"open'))


def test_a_workbook_is_read_as_text_to_its_bounds():
    sent = workbook(
        [["name", "n", "on"], ["a", 3.0, date(2018, 2, 1)], ["", None, "x"]],
    )
    rows = list(sheet_rows(sent, unpacked=ROOM))
    assert not any(cell for row in rows for cell in row[3:])
    assert [row[:3] for row in rows] == [
        ["name", "n", "on"],
        ["a", "3", "2018-02-01"],
        ["", "", "x"],
    ]
    assert (
        len(
            list(
                sheet_rows(
                    sent,
                    unpacked=ROOM,
                    most=1,
                ),
            ),
        )
        == 1
    )
    with pytest.raises(UnreadableError, match="too large when unpacked"):
        list(sheet_rows(sent, unpacked=100))


@given(ROWS)
def test_words_come_out_of_a_workbook_as_they_went_in(rows):
    found = list(sheet_rows(workbook(rows), unpacked=ROOM))
    flat = [cell for row in found for cell in row if cell]
    assert flat == [cell for row in rows for cell in row if cell]


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04"]))
def test_whatever_is_sent_is_read_or_refused(raw, start):
    with suppress(UnreadableError):
        list(sheet_rows(start + raw, unpacked=ROOM))
    with suppress(UnreadableError):
        list(table_lines((start + raw).decode("utf-8", "replace")))


def test_a_cell_of_nothing_is_empty_and_a_part_of_a_number_stays():
    assert (as_text(None), as_text(2.5), as_text(True)) == ("", "2.5", "True")


def test_a_workbook_with_a_number_that_is_none_is_refused():
    out = io.BytesIO()
    with (
        ZipFile(io.BytesIO(workbook([["a", 1]]))) as whole,
        ZipFile(out, "w") as broken,
    ):
        for name in whole.namelist():
            broken.writestr(name, whole.read(name).replace(b"<v>1</v>", b"<v>one</v>"))
    with pytest.raises(UnreadableError, match="not an XLSX"):
        list(sheet_rows(out.getvalue(), unpacked=ROOM))


def test_a_workbook_of_many_parts_is_refused_before_one_is_unpacked():
    sent = io.BytesIO(workbook([["a"]]))
    with ZipFile(sent, "a") as packed:
        for n in range(MOST_PARTS):
            packed.writestr(f"xl/media/{n}", b"")
    with pytest.raises(UnreadableError, match="too large"):
        list(sheet_rows(sent.getvalue(), unpacked=ROOM))
