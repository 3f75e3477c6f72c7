"""A screening on one page: while nothing can be opened, what was written on an earlier
page could not be read again.

It is sealed as it is sent and taken in as soon as the vault answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm
from sala.desk import resuming
from sala.kit import clock
from sala.screening import labels
from sala.screening.actions import envelopes
from sala.screening.actions.envelopes import ReceivedEnvelope
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.forms.screenings import (
    ConclusionForm,
    PersonForm,
    QuestionsForm,
    SafetyForm,
)
from sala.screening.queries.drafts import Content, DraftRow, as_written
from sala.screening.rules.frame import CONCLUSION, PERSON, QUESTIONS, SAFETY, is_safe
from sala.screening.views.naming import operation_of, person_of
from sala.screening.views.sent_screenings import show_sent


@dataclass(frozen=True)
class WholeForm:
    """All pages of a screening as parts of one form, in order."""

    parts: dict[str, BaseForm]

    def is_valid(self) -> bool:
        """Whether every part is filled in rightly; all of them are looked at."""
        found = [part.is_valid() for part in self.parts.values()]
        return all(found)

    def __iter__(self) -> Iterator[BoundField]:
        """Every field, as the summary of what is wrong names them."""
        for part in self.parts.values():
            yield from part

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong, by part."""
        return {name: part.errors for name, part in self.parts.items() if part.errors}

    def non_field_errors(self) -> list[str]:
        """What is wrong with a part as a whole."""
        return [
            str(error)
            for part in self.parts.values()
            for error in part.non_field_errors()
        ]

    def content(self, code: str) -> Content:
        """What it says, as a draft would keep it."""
        said: Content = {"answers": {}}
        for name, part in self.parts.items():
            if isinstance(part, QuestionsForm):
                said["answers"] |= part.answers()
            elif isinstance(part, PersonForm):
                said[name] = {**part.said(), "code": code}
            else:
                said[name] = part.cleaned_data
        return said


def screen_on_one_page(
    request: ActingRequest,
    instrument: str,
    version: str,
) -> HttpResponse:
    """The whole screening; sent, it waits until it can be taken in."""
    asks = countries.instrument_form(instrument, version)
    if asks is None:
        raise Http404
    person, operation = person_of(request), operation_of(request)
    posted = request.POST if request.method == "POST" else None
    form = whole_form(asks, posted, known=bool(person))
    if form.is_valid():
        content = form.content(person)
        if not is_safe(content):
            wrong = _(
                "Stop here: it is not safe to ask now. Make it safe first, or help."
            )
        else:
            named = (instrument, version)
            received = send_whole(request, named, content, operation)
            if received.state != "refused":
                return show_sent(request, received)
            wrong = str(labels.FAULTS[received.fault])
        form.parts[SAFETY.name].add_error(None, wrong)
    context = {
        "form": form,
        "instrument": countries.instrument_names().get(instrument, instrument),
        "parts": [(part_title(asks, name), part) for name, part in form.parts.items()],
    }
    return render(request, "screening/screen_on_one_page.html", context)


def whole_form(asks: InstrumentForm, posted: Any, *, known: bool) -> WholeForm:
    """The parts of the form, each with names of its own."""
    parts: dict[str, BaseForm] = {
        SAFETY.name: SafetyForm(posted, prefix=SAFETY.name),
        PERSON.name: PersonForm(posted, known=known, prefix=PERSON.name),
    }
    for section in asks.sections:
        name = QUESTIONS + section.name
        parts[name] = QuestionsForm(posted, asks=asks, section=section, prefix=name)
    parts[CONCLUSION.name] = ConclusionForm(posted, prefix=CONCLUSION.name)
    return WholeForm(parts)


def part_title(asks: InstrumentForm, name: str) -> object:
    """The heading of a part."""
    titles = {QUESTIONS + s.name: countries.in_language(s.label) for s in asks.sections}
    return titles.get(name) or labels.PAGE_TITLES[name]


def send_whole(
    request: ActingRequest,
    named: tuple[str, str],
    content: Content,
    operation: UUID | None,
) -> ReceivedEnvelope:
    """Seal it and send it through the door by which a phone sends."""
    key, at = resuming.form_of(request) or uuid4(), clock.now()
    place = request.GET.get("place", "")
    row = DraftRow(key, operation, *named, at, at)
    said = as_written(row, {**content, "place": {"code": place}})
    return envelopes.receive_envelope(
        by=request.actor,
        at=at,
        key=key,
        sealed=seal_submission(said, key),
    )
