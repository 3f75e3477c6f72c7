"""One list on one page: a table that is also a file for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.desk import paging
from sala.kit import clock, periods
from sala.kit.fields import YearForm
from sala.kit.periods import Period
from sala.kit.spreadsheets import csv_file
from sala.kit.templatetags.kit import moment

Words = str | Promise
PAGE = 50


@dataclass(frozen=True)
class StateTag:
    """A state in a cell."""

    text: Words
    colour: str = ""


Cell = Words | int | StateTag | None


@dataclass(frozen=True)
class ListRow:
    """A row: where it leads, what it shows, and what stands in the file instead of the
    words.
    """

    url: str
    cells: Sequence[Cell]
    raw: Sequence[object]


@dataclass(frozen=True)
class Listing:
    """A list with the words around it; `file` is the name of its download."""

    title: Words
    heads: Sequence[Words]
    lines: Sequence[ListRow]
    file: str
    raw_heads: Sequence[str]
    intro: Words = ""
    empty: Words = ""
    add_url: str = ""
    add_label: Words = ""
    year_form: forms.Form | None = None
    back: str = ""
    back_label: Words = ""
    extra: dict[str, object] = field(default_factory=dict)


def list_page(
    request: ActingRequest,
    shown: Listing,
    template: str = "kit/list.html",
) -> HttpResponse:
    """A page of the list, or the whole of it as a file."""
    if request.GET.get("format") == "csv":
        return csv_file(
            shown.file,
            [shown.raw_heads, *(line.raw for line in shown.lines)],
        )
    lines, page = paging.cut_page(shown.lines, paging.page_number(request.GET), PAGE)
    context = {
        "list": shown,
        "lines": lines,
        "page": page,
        "year_form": shown.year_form,
    }
    return render(request, template, {**context, **shown.extra})


def period_of(request: ActingRequest) -> tuple[Period, YearForm]:
    """The time that an address asks for, and the form that asks for another."""
    today = clock.today()
    pack = countries.current_pack()
    starts_in = pack.reporting_year_starts_in if pack else 1
    period = periods.asked(request.GET.get("year", ""), today, starts_in)
    form = YearForm(initial={"year": str(period.year or "")}, this_year=today.year)
    return period, form


def codes_in_words(codes: Iterable[str], known: Mapping[str, Words]) -> str:
    """Codes of a list in words."""
    return ", ".join(str(known.get(code, code)) for code in codes)


def recorded_by_words(name: str, at: datetime, agency: str) -> str:
    """Who wrote it down, for which agency and when."""
    told = _("Recorded by %(name)s, %(agency)s, %(moment)s.")
    return told % {
        "name": name,
        "agency": agency,
        "moment": moment(at),
    }
