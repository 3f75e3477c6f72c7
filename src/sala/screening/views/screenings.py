"""Screenings that were sent: the officer's own for a day, then a receipt; what waits of
them.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.desk import paging
from sala.desk.lookup import missing_as_404
from sala.desk.places import country_name
from sala.kit import clock
from sala.people import codes
from sala.people.described import Described
from sala.screening import labels as words
from sala.screening.actions import quarantine as aside_actions
from sala.screening.actions import screenings as actions
from sala.screening.actions.screenings import OpenedAnswers
from sala.screening.labels import Words
from sala.screening.queries import drafts, identification
from sala.screening.queries import envelopes as aside
from sala.screening.queries import screenings as queries
from sala.screening.queries.screenings import ScreeningRow
from sala.screening.rules.frame import SAFETY, FrameField
from sala.screening.rules.submission import Submission
from sala.screening.views.reasons import present_result

OUTCOMES = {
    "indicated": "red",
    "not_indicated": "grey",
    "not_known": "yellow",
}


def list_screenings(request: ActingRequest) -> HttpResponse:
    """What needs somebody, what is begun, who was sent on to nobody, and what has
    arrived.
    """
    by, number, at = request.actor, paging.page_number(request.GET), clock.now()
    records = bool(may(by, "screening.screening.record"))
    rows, more = queries.load_receipts(by=by, page=number) if records else ([], False)
    alone, more_alone = queries.not_sent_on(by=by, page=number)
    named = countries.instrument_names()
    context = {
        "aside": [
            (row, words.FAULTS[row.fault]) for row in aside.set_aside(by=by, at=at)
        ],
        "closed": [
            (row, words.CLOSED[row.reason])
            for row in aside.load_closed_envelopes(by=by, at=at)
        ],
        "drafts": (
            [(row, named.get(row.instrument, "")) for row in drafts.load_drafts(by=by)]
            if records
            else []
        ),
        "not_sent_on": [present_screening(row) for row in alone],
        "receipts": [(row, codes.grouped_for_reading(row.number)) for row in rows],
        "records": records,
        "page": paging.ListPage(number, more or more_alone, request.GET),
    }
    return render(request, "screening/list_screenings.html", context)


def show_screening(request: ActingRequest, screening: UUID) -> HttpResponse:
    """A screening with its reasons; the receipt alone to an officer whose day with it
    is over.
    """
    row = queries.load_screening(by=request.actor, key=screening)
    if row is None:
        return show_receipt(request, screening)
    context = {
        "line": present_screening(row),
        "facts": known_without_answers(row),
        "dimensions": [words.DIMENSIONS[code] for code in row.dimensions],
        "urgent": [words.URGENT[code] for code in row.urgent],
        "sent": "sent" in request.GET,
        "may_open": may(request.actor, "screening.answers.open"),
        **next_steps(request, row),
    }
    if request.method == "POST" and context["may_open"]:
        with missing_as_404():
            opened = actions.open_answers(
                by=request.actor,
                screening=screening,
                purpose=Purpose.IDENTIFICATION,
            )
        said = {
            name: countries.in_language(label)
            for name, label in opened.form.answers.items()
        }
        context["reasons"] = present_result(opened.form, opened.result)
        context["answers"] = [
            (
                countries.in_language(section.label),
                [
                    (
                        countries.in_language(q.label),
                        said.get(opened.answers.get(q.name, ""), ""),
                    )
                    for q in section.questions
                ],
            )
            for section in opened.form.sections
        ]
        context["original"] = original_values(request, row, opened)
    return render(request, "screening/show_screening.html", context)


def original_values(
    request: ActingRequest,
    row: ScreeningRow,
    opened: OpenedAnswers,
) -> dict[str, list[tuple[Words, Words]]] | None:
    """What a screening that was put right had said otherwise, as it arrived."""
    before = aside_actions.open_original(
        by=request.actor,
        screening=row.id,
        purpose=Purpose.IDENTIFICATION,
    )
    if before is None:
        return None
    changed = description_changes(row, before)
    labels = {
        q.name: q.label for section in opened.form.sections for q in section.questions
    }
    said = {
        name: countries.in_language(label)
        for name, label in opened.form.answers.items()
    }
    for name in sorted(opened.answers.keys() | before.answers.keys()):
        old = before.answers.get(name, "")
        if opened.answers.get(name, "") != old:
            label = countries.in_language(labels[name]) if name in labels else name
            changed.append((label, said.get(old, "")))
    return {"changed": changed}


def description_changes(
    row: ScreeningRow, before: Submission
) -> list[tuple[Words, Words]]:
    """What the officer had concluded, and seen of the person, where that is otherwise
    now.
    """
    told: list[tuple[Words, str, str, dict[str, Any]]] = [
        (_("Conclusion"), row.outcome, before.outcome, words.CONCLUDED),
        (_("Sex"), row.sex, before.sex, dict(Described.Sex.choices)),
        (_("Age"), row.age_group, before.age_group, dict(Described.AgeGroup.choices)),
    ]
    return [(key, named.get(old, "")) for key, new, old, named in told if new != old]


def next_steps(request: ActingRequest, row: ScreeningRow) -> dict[str, Any]:
    """What the viewer can do for the person from here."""
    by = request.actor
    about = identification.describe_person(by=by, person=row.person_id)
    waits = identification.requests_on(by=by, person=row.person_id)
    return {
        "status": words.STATUS[about.status],
        "may_ask": (
            may(by, "screening.identification.ask")
            and about.status != "identified"
            and not waits
        ),
        "may_refer": may(by, "protection.referral.send"),
        "may_record": may(by, "screening.screening.record"),
    }


def show_receipt(request: ActingRequest, screening: UUID) -> HttpResponse:
    """That it was done, and nothing of the person."""
    if not may(request.actor, "screening.screening.record"):
        raise Http404
    receipt = queries.load_receipt(by=request.actor, key=screening)
    if receipt is None:
        raise Http404
    context = {"receipt": receipt, "spoken": codes.grouped_for_reading(receipt.number)}
    return render(request, "screening/show_receipt.html", context)


def show_instrument(request: ActingRequest, code: str, version: str) -> HttpResponse:
    """The paper twin of an instrument: to print, for where there is no signal and no
    battery.
    """
    form = countries.instrument_form(code, version)
    if form is None:
        raise Http404
    sections = [
        (
            countries.in_language(section.label),
            [countries.in_language(question.label) for question in section.questions],
        )
        for section in form.sections
    ]
    context = {
        "name": countries.instrument_names()[code],
        "version": version,
        "sections": sections,
        "answers": [countries.in_language(label) for label in form.answers.values()],
        "safety": [
            (words.FRAME_WORDS[field.name].name, _code_words(field))
            for field in SAFETY.fields
        ],
        "conclusions": words.CONCLUSIONS.values(),
    }
    return render(request, "screening/show_instrument.html", context)


def _code_words(field: FrameField) -> list[Words]:
    return [words.FRAME_WORDS[field.name].codes[code] for code in field.codes]


def present_screening(row: ScreeningRow) -> dict[str, Any]:
    """A screening in words."""
    return {
        "row": row,
        "receipt": codes.grouped_for_reading(row.receipt),
        "person": codes.grouped_for_reading(row.person_code),
        "instrument": countries.instrument_names().get(row.instrument, row.instrument),
        "outcome": words.CONCLUDED[row.outcome],
        "colour": OUTCOMES[row.outcome],
    }


def known_without_answers(row: ScreeningRow) -> list[tuple[Words, Words]]:
    """What was known without the answers."""
    return [
        (_("Sex"), dict(Described.Sex.choices).get(row.sex, "")),
        (_("Age"), dict(Described.AgeGroup.choices).get(row.age_group, "")),
        (_("Citizenship"), country_name(row.citizenship) if row.citizenship else ""),
        *(
            (words.FRAME_WORDS[name].name, words.FRAME_WORDS[name].codes.get(said, ""))
            for name, said in row.safety.items()
        ),
    ]
