"""Recommendations over the years, on one page."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from sala.access.guards import ActingRequest
from sala.kit import clock
from sala.kit.spreadsheets import csv_file
from sala.partnership import labels
from sala.partnership.forms.threads import FilterForm
from sala.partnership.queries.committees import keeps_coordination
from sala.partnership.queries.threads import ThreadRow, ThreadTable, thread_table
from sala.partnership.rules.threads import CELLS

HEADS = ("source", "year", "number", "text", "agency", "due_on", "state")


def show_threads(request: ActingRequest) -> HttpResponse:
    """Which recommendations were answered, repeated or dropped, year by year."""
    whole = thread_table(by=request.actor)
    form = FilterForm(request.GET or None, rows=[row.last for row in whole.threads])
    today = clock.today()
    table = ThreadTable(
        whole.years,
        tuple(t for t in whole.threads if form.lets_through(t.last, today)),
    )
    if request.GET.get("format") == "csv":
        rows = [thread_codes(thread) for thread in table.threads]
        return csv_file("sala-recommendations-by-year", [[*HEADS, *table.years], *rows])
    context = {
        "form": form,
        "years": table.years,
        "lines": [present_thread(thread, today) for thread in table.threads],
        "kept": len(whole.threads),
        "kinds": [labels.THREAD_CELLS[kind] for kind in CELLS],
        "counts": [
            (year, [table.counted(year)[kind] for kind in CELLS])
            for year in table.years
        ],
        "keeps": keeps_coordination(by=request.actor),
    }
    return render(request, "partnership/show_threads.html", context)


def present_thread(thread: ThreadRow, today: date) -> dict[str, object]:
    """A recommendation in words."""
    last = thread.last
    return {
        "row": last,
        "state": labels.RECOMMENDATIONS[last.state],
        "late": last.late(today),
        "cells": [
            (cell, *labels.THREAD_CELLS.get(cell.kind, ("–", "")))
            for cell in thread.cells
        ],
        "times": len(thread.asked),
    }


def thread_codes(thread: ThreadRow) -> list[object]:
    """A recommendation in codes."""
    last = thread.last
    told = (
        last.source,
        last.year,
        last.number,
        last.text,
        last.agency_code,
        last.due_on,
    )
    return [*told, last.state, *(cell.kind for cell in thread.cells)]
