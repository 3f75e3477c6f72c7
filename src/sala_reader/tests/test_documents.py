"""Whatever a file holds: its text, or a clear reason and no traceback."""

import base64
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from sala_reader.documents import (
    LARGEST_FILE,
    UnreadableReportError,
    text_of_bytes,
    text_of_file,
)
from sala_reader.report import read_report

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
)
PAGE = """<!DOCTYPE html><html><head><title>x</title><script>var a = 1;</script></head><body>
<nav>Menu</nav><h1>Freedonia (Tier 2)</h1><p>Courts convicted <b>12</b> traffickers&nbsp;in 2018.</p>
<h2>PRIORITIZED RECOMMENDATIONS:</h2><ul><li>Train police.</li><li>Fund a shelter.</li></ul></body></html>"""


def test_a_page_gives_its_text_without_what_is_not_seen():
    text = text_of_bytes(PAGE.encode(), "x.html")
    assert "Menu" not in text
    assert "var a" not in text
    reading = read_report(text, year=2019)
    assert [(f.measure, f.value, f.year) for f in reading.figures] == [
        ("convictions_persons", 12, 2018),
    ]
    assert reading.as_dict()["recommendations"] == ["Train police.", "Fund a shelter."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no text"),
        (b" \n\t\r\n", "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (bytes(range(256)) * 400, "no letters"),
        (b"\x00" * 5000, "no letters"),
        (b"%PDF-1.7 and nothing more", "broken PDF"),
        (b"<html><body>" + b"<div>" * 50_000 + b"x", "nests"),
    ],
    ids=["empty", "blank", "mark", "bytes", "zeros", "pdf", "deep"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content, reason):
    with pytest.raises(UnreadableReportError, match=reason):
        text_of_bytes(content, "x")


def test_a_file_beyond_all_size_is_refused_unread(tmp_path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(UnreadableReportError, match="at most"):
        text_of_file(large)


def test_a_locked_pdf_is_refused():
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    assert PdfReader(io.BytesIO(file.getvalue())).is_encrypted
    with pytest.raises(UnreadableReportError, match="password"):
        text_of_bytes(file.getvalue(), "x.pdf")


PRINTED = """<h1>FREEDONIA (Tier 2)</h1><p>The government identified 1,184 victims, compared with 903 in 2017.
Courts convicted 12 traffickers and sentenced them to terms ranging from two to 15 years’ imprisonment.</p>"""


def test_a_printed_report_is_read_back():
    file = HTML(string=PRINTED).write_pdf()
    found = read_report(text_of_bytes(file, "x.pdf"), year=2019).figures
    assert [(f.measure, f.value, f.year) for f in found] == [
        ("victims_identified", 1184, 2018),
        ("victims_identified", 903, 2017),
        ("convictions_persons", 12, 2018),
        ("sentence_min", 24, 2018),
        ("sentence_max", 180, 2018),
    ]


def test_a_scanned_report_is_refused_with_what_to_do():
    picture = base64.b64encode(DOT).decode()
    file = HTML(string=f'<img src="data:image/png;base64,{picture}">').write_pdf()
    with pytest.raises(UnreadableReportError, match="its pages are pictures"):
        text_of_bytes(file, "scan.pdf")


HOSTILE = ["a", " ", "\n", "1 ", "one ", "(", "12, ", "$1 ", "did not report ", "compared with 1 ", "in 2018 ",
    "• Train. ", "; and ", "Recommendations\n", "Ab (AB) ", "from 1 to 2 ", "NGOs reported that police ", "—1", "in Abc "]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_hostile_text_takes_no_square_of_its_length(unit):
    def took(size):
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        read_report(text, year=2019)
        return time.process_time() - begun

    # sixteen times the text: sixteen times as long, four times that on a busy machine; its square is 256
    assert took(160_000) < 64 * max(took(10_000), 0.0025)


@given(st.binary(max_size=3000))
def test_no_bytes_give_a_traceback(content):
    try:
        text = text_of_bytes(content, "x")
    except UnreadableReportError:
        return
    read_report(text)


@given(st.binary(max_size=500))
def test_no_broken_pdf_gives_a_traceback(content):
    with pytest.raises(UnreadableReportError):
        text_of_bytes(b"%PDF-1.4\n" + content, "x.pdf")


@given(st.text(max_size=2000))
def test_marks_of_direction_and_odd_letters_keep_every_quote_in_its_place(text):
    mixed = f"{text} \u200fCourts convicted 12 traffickers\u202e in 2018, İI compared with {text[:9]} 9 in 2017. {text}"
    row = read_report(mixed, year=2019).as_dict()
    for found in [*row["figures"], *row["not_understood"]]:
        assert mixed[found["start"] : found["end"]] == found["quote"]
