"""The year's report as a file, with what stands above and below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from sala.access.labels import role_words
from sala.countries.queries import in_language
from sala.kit.templatetags.kit import day
from sala.narrative.queries.year_reports import (
    ReportSignature,
    YearReportPage,
    sections_of,
)
from sala.narrative.writing import documents, reports
from sala.narrative.writing.compose import ReportSection
from sala.narrative.writing.documents import ReportCover


class NoPangoError(Exception):
    """The server has no Pango, which shapes the text of a PDF."""


@dataclass(frozen=True)
class PaperFormat:
    """A kind of file."""

    kind: str
    write: Callable[[ReportCover, Sequence[ReportSection]], bytes]


FORMATS = {
    "pdf": PaperFormat("application/pdf", documents.as_pdf),
    "docx": PaperFormat(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        documents.as_docx,
    ),
    "html": PaperFormat(
        "text/html; charset=utf-8",
        lambda *said: documents.as_html(*said).encode(),
    ),
}


def report_paper(page: YearReportPage, form: str) -> bytes:
    """The report in a format; raises `NoPangoError` where the server cannot
    make a PDF.
    """
    try:
        return FORMATS[form].write(cover_of(page), sections_of(page))
    except OSError as error:
        raise NoPangoError from error


def cover_of(page: YearReportPage) -> ReportCover:
    """What stands above and below the text."""
    row, basis = page.row, page.basis
    with override(row.language):
        signed = tuple(
            present_signature(each)
            for each in (row.first, row.second)
            if each and row.second
        )
    return ReportCover(
        country=reports.country_in(row.language),
        year=row.year,
        language=row.language,
        facts_hash=basis.facts_hash,
        as_of=datetime.fromisoformat(basis.as_of) if basis.as_of else None,
        definitions=basis.definitions,
        version=row.version,
        digest=page.digest,
        approved_by=signed,
    )


def present_signature(signed: ReportSignature) -> str:
    """Who approved, by role and agency, and when."""
    return f"{role_words(signed.role)}, {in_language(signed.agency)}, {day(signed.at)}"
