"""Reading the ledger: who wrote or opened what, and when."""

import json
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from sala.access import queries
from sala.access.guards import ActingRequest
from sala.access.labels import Words, purpose_words, role_words
from sala.access.ledger_terms import action_words, detail_words, kind_words
from sala.access.queries import LedgerRow, LedgerSearch
from sala.access.roles import Role
from sala.administration.forms import LedgerFilterForm
from sala.desk import paging


@dataclass(frozen=True)
class PresentedEntry:
    """A line of the ledger in words."""

    row: LedgerRow
    what: Words
    kind: Words
    role: Words
    purpose: Words
    detail: list[tuple[Words, Words]]


def search_ledger(request: ActingRequest) -> HttpResponse:
    """Entries that the viewer may read, the latest first."""
    form = LedgerFilterForm(request.GET)
    number = paging.page_number(request.GET)
    rows: list[LedgerRow] = []
    more = False
    if form.is_valid():
        rows, more = queries.ledger_page(
            by=request.actor, search=ledger_search(form, number)
        )
    page = {
        "form": form,
        "entries": [present_entry(row) for row in rows],
        "page": paging.ListPage(number, more, request.GET),
        "of_unit": request.actor.role == Role.SUPERVISOR,
        "narrowed": bool(
            {"user", "subject", "since_year", "until_year"}
            & set(filled_filters(request)),
        ),
    }
    return render(request, "administration/search_ledger.html", page)


def filled_filters(request: ActingRequest) -> list[str]:
    """The filters that are not empty."""
    return [name for name, value in request.GET.items() if value]


def ledger_search(form: LedgerFilterForm, number: int) -> LedgerSearch:
    """The question that the filters ask."""
    typed = form.cleaned_data
    return LedgerSearch(
        username=typed["user"].strip().lower(),
        action=typed["what"],
        subject=typed["subject"].strip(),
        since=typed["since"],
        until=typed["until"],
        page=number,
    )


def present_entry(row: LedgerRow) -> PresentedEntry:
    """An entry as a sentence can be made of it."""
    detail = json.loads(row.detail)
    return PresentedEntry(
        row=row,
        what=action_words(row.action),
        kind=kind_words(row.subject_kind),
        role=role_words(row.role),
        purpose=purpose_words(row.purpose),
        detail=[
            detail_words(k, value) for k, value in detail.items() if value is not None
        ],
    )
