"""One list on one page: a table that is also a file for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from sala.access import paging
from sala.access.guards import ActingRequest
from sala.kit.spreadsheets import csv_file

Words = str | Promise
PAGE = 50


@dataclass(frozen=True)
class Tag:
    """A state in a cell."""

    text: Words
    colour: str = ""


Cell = Words | int | Tag | None


@dataclass(frozen=True)
class Line:
    """A row: where it leads, what it shows, and what stands in the file instead of the words."""

    url: str
    cells: Sequence[Cell]
    raw: Sequence[object]


@dataclass(frozen=True)
class Listing:
    """A list with the words around it; `file` is the name of its download."""

    title: Words
    heads: Sequence[Words]
    lines: Sequence[Line]
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


def listed(request: ActingRequest, shown: Listing, template: str = "kit/list.html") -> HttpResponse:
    """A page of the list, or the whole of it as a file."""
    if request.GET.get("format") == "csv":
        return csv_file(shown.file, [shown.raw_heads, *(line.raw for line in shown.lines)])
    lines, page = paging.cut(shown.lines, paging.asked(request.GET), PAGE)
    context = {"list": shown, "lines": lines, "page": page, "year_form": shown.year_form}
    return render(request, template, {**context, **shown.extra})
