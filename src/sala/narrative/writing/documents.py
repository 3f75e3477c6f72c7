"""The year's report as a document: HTML, PDF with its fonts inside, and DOCX for an
office.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn

from sala.narrative.labels import ROOMS
from sala.narrative.writing.compose import ReportSection, SentencePiece

STYLE = Path(__file__).with_name("report.css")
FONTS = Path(__file__).parents[2] / "kit" / "static" / "kit" / "fonts"
LATIN, LAO = "Noto Sans", "Noto Sans Lao"


@dataclass(frozen=True)
class ReportCover:
    """What stands above the report: whose it is, of which year, from which facts."""

    country: str
    year: int
    language: str
    facts_hash: str
    as_of: datetime | None
    definitions: str
    version: int = 1
    digest: str = ""  # of the text that was approved
    approved_by: tuple[str, ...] = ()  # each by role, agency and day; nobody: a draft


Trace = Callable[[SentencePiece], str]


def no_address(piece: SentencePiece) -> str:
    """No address: for a document that is read away from Sala."""
    return ""


def as_html(
    cover: ReportCover,
    sections: Sequence[ReportSection],
    *,
    trace: Trace = no_address,
) -> str:
    """The report as one HTML page that needs nothing else; `trace` gives a number its
    address.
    """
    with override(cover.language):
        parts = [
            (
                ROOMS[section.room],
                [_linked_text(s.pieces, trace) for s in section.sentences],
            )
            for section in sections
        ]
        told = {"title": title_of(cover), "foot": foot_of(cover)}
        page = render_to_string(
            "narrative/report.html",
            {
                "cover": cover,
                "parts": parts,
                **told,
            },
        )
    # The document is read away from Sala, so its style goes with it.
    return page.replace("</head>", f"<style>{STYLE.read_text()}</style></head>", 1)


def _linked_text(
    pieces: Sequence[SentencePiece], trace: Trace
) -> list[tuple[str, str]]:
    return [(piece.text, trace(piece) if piece.figure else "") for piece in pieces]


def as_pdf(cover: ReportCover, sections: Sequence[ReportSection]) -> bytes:
    """The report as PDF.

    Raises `OSError` where the system's Pango, which shapes Lao, is not installed.
    """
    # Imported here: it loads the system's Pango, which only a PDF needs.
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    style = CSS(
        string=_font_faces(),
        base_url=FONTS.as_uri() + "/",
        font_config=fonts,
    )
    made = HTML(string=as_html(cover, sections), base_url=None)
    return bytes(made.write_pdf(stylesheets=[style], font_config=fonts))


def _font_faces() -> str:
    """The fonts that Sala ships, under the names that the page asks for."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f'src: url("{file}-{weight}-normal.woff2"); }}'
        for family, file in (
            (LAO, "noto-sans-lao-lao"),
            (LATIN, "noto-sans-latin"),
            (f"{LATIN} Extended", "noto-sans-latin-ext"),
        )
        for weight in (400, 700)
    )


def as_docx(cover: ReportCover, sections: Sequence[ReportSection]) -> bytes:
    """The report as a document that an office can edit, one paragraph a sentence."""
    document = Document()
    for name in ("Normal", "Title", "Heading 1"):
        _set_fonts(document.styles[name])
    with override(cover.language):
        document.add_heading(title_of(cover), level=0)
        for section in sections:
            if section.sentences:
                document.add_heading(str(ROOMS[section.room]), level=1)
            for sentence in section.sentences:
                document.add_paragraph(sentence.text)
        for said in foot_of(cover):
            document.add_paragraph(said)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_fonts(style: Any) -> None:
    """Latin and Lao letters in the fonts of the house, also where the theme
    has others.
    """
    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), LAO)


def title_of(cover: ReportCover) -> str:
    """What the report is called, in the language that is active."""
    told = _("Trafficking in persons in %(country)s, %(year)s")
    return told % {"country": cover.country, "year": cover.year}


def foot_of(cover: ReportCover) -> list[str]:
    """What the report was made from, and who stands by it, in the language that is
    active.
    """
    made = _("Made from facts %(hash)s by definitions %(definitions)s.")
    said = [made % {"hash": cover.facts_hash, "definitions": cover.definitions}]
    if not cover.approved_by:
        return [_("Draft: nobody has approved it."), *said]
    approved = _("Approved, version %(version)s:") % {"version": cover.version}
    text = _("Hash of the text: %(hash)s") % {"hash": cover.digest}
    return [f"{approved} {'; '.join(cover.approved_by)}.", *said, text]
