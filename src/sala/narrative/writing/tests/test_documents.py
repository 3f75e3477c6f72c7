"""The report as a file: the same words in HTML, PDF and DOCX, in both languages."""

import io
from datetime import date
from zipfile import ZipFile

import click
import pytest
from docx import Document
from pypdf import PdfReader

from sala.config.commands.outputs import write_output
from sala.figures.tests.countries import facts_in, record
from sala.narrative.writing import documents
from sala.narrative.writing.reports import write_report

YEARS = {2018: 39, 2017: 69}


@pytest.fixture
def folder(tmp_path):
    """Facts of a small country: incidents of two years, and assets forfeited."""
    incidents = [
        record("incident", year, year * 1000 + n)
        for year, count in YEARS.items()
        for n in range(count)
    ]
    forfeited = record(
        "forfeiture",
        2018,
        1,
        amount=70_000_000,
        currency="LAK",
        date=date(2018, 5, 1),
    )
    return facts_in(tmp_path / "facts", [*incidents, forfeited])


@pytest.fixture
def report(folder):
    """The report of 2018 in English."""
    return write_report(
        folder=folder,
        year=2018,
        language="en",
    )


@pytest.mark.django_db
def test_every_number_of_the_page_leads_to_its_trace(report):
    page = documents.as_html(
        report.cover,
        report.sections,
        trace=lambda p: f"/figures/{p.figure}/?year={p.year}",
    )
    assert (
        '<a href="/figures/incidents_investigated/?year=2018">39</a> incidents' in page
    )
    assert (
        '(<a href="/figures/incidents_investigated/?year=2017">69</a> in 2017)' in page
    )
    assert report.cover.facts_hash in page


@pytest.mark.django_db
def test_the_country_and_its_money_come_from_the_pack(report):
    text = " ".join(s.text for section in report.sections for s in section.sentences)
    assert report.cover.country == "Laos"
    assert "70 million Lao kip ($8,200)" in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "lo"])
def test_the_pdf_carries_its_fonts(folder, language):
    report = write_report(
        folder=folder,
        year=2018,
        language=language,
    )
    pdf = PdfReader(io.BytesIO(documents.as_pdf(report.cover, report.sections)))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Lao" in name for name in fonts) == (language == "lo"), fonts
    assert all("Noto" in name for name in fonts), fonts


@pytest.mark.django_db
def test_the_document_holds_each_sentence(report):
    made = Document(io.BytesIO(documents.as_docx(report.cover, report.sections)))
    paragraphs = {p.text for p in made.paragraphs}
    assert {
        s.text for section in report.sections for s in section.sentences
    } <= paragraphs


@pytest.mark.django_db
def test_the_document_shows_lao_in_a_font_that_has_it(folder):
    report = write_report(
        folder=folder,
        year=2018,
        language="lo",
    )
    made = ZipFile(io.BytesIO(documents.as_docx(report.cover, report.sections)))
    assert "Noto Sans Lao" in made.read("word/styles.xml").decode()


def test_where_a_file_cannot_be_written_one_line_says_so(tmp_path):
    with pytest.raises(click.UsageError, match="cannot be written: No such file"):
        write_output(tmp_path / "nowhere" / "report.html", b"made")
