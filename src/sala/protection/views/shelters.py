"""Free places, shelters, and who comes and goes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import places
from sala.desk.lookup import missing_as_404
from sala.desk.pages import LoadedForm, get_or_404, submit_form
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.kit.templatetags.kit import day, locale
from sala.people import codes, lookup
from sala.protection import labels
from sala.protection.actions import shelters as actions
from sala.protection.forms import choices
from sala.protection.forms.shelters import BedForm, BedsForm, ShelterForm, StayForm
from sala.protection.queries import entitlements
from sala.protection.queries import shelters as queries
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.queries.shelters import BedRow, StayRow
from sala.protection.rules.shelters import MonthOccupancy, PlaceCount
from sala.screening.queries import identification

Words = labels.Words


@dataclass(frozen=True)
class PlacesLine:
    """Places of one kind in words; the width of what is taken and what is free, in
    percent.
    """

    label: str
    places: PlaceCount
    taken: int
    free: int


def list_places(request: ActingRequest) -> HttpResponse:
    """Free places of every agency in numbers; the own shelters, for who works in
    them.
    """
    by = request.actor
    rows = queries.load_places(by=by)
    own = may(by, "protection.shelter.view")
    context = {
        "agencies": [(row, place_lines(row.kinds)) for row in rows],
        "shelters": queries.load_shelters(by=by) if own else [],
        "stays": (
            [stay_line(row) for row in queries.current_stays(by=by)] if own else []
        ),
        "works_there": own,
        "manages": may(by, "protection.shelter.manage"),
    }
    return render(request, "protection/list_places.html", context)


def place_lines(kinds: tuple[PlaceCount, ...]) -> list[PlacesLine]:
    """Places by kind, drawn to the kind with most of them."""
    most = max((kind.total for kind in kinds), default=1)
    return [
        PlacesLine(
            labels.for_whom(
                k.sex,
                k.age_group,
                family=k.family,
                accessible=k.accessible,
            ),
            k,
            round(100 * k.taken / most),
            round(100 * k.free / most),
        )
        for k in kinds
    ]


def add_shelter(request: ActingRequest) -> HttpResponse:
    """Add a house."""
    form = ShelterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with reporting_to(form):
            made = actions.add_shelter(
                by=request.actor,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("The shelter is added. Now add its beds."))
            return redirect("add_beds", made)
    return render(request, "protection/add_shelter.html", {"form": form})


def show_shelter(request: ActingRequest, shelter: UUID) -> HttpResponse:
    """One house: how full it is and was, its beds, and who has one."""
    row = queries.load_shelter(by=request.actor, key=shelter)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "place": places.place_name(row.place_code),
        "kinds": place_lines(row.kinds),
        "months": month_columns(
            queries.occupancy_by_month(
                by=request.actor,
                key=shelter,
                today=clock.today(),
            ),
        ),
        "beds": [bed_line(bed) for bed in row.beds],
        "manages": may(request.actor, "protection.shelter.manage"),
    }
    return render(request, "protection/show_shelter.html", context)


def month_columns(months: list[MonthOccupancy]) -> list[dict[str, Any]]:
    """Months as columns of a picture 100 high: where each begins, and how high it
    is.
    """
    return [
        {
            "month": m,
            "name": present_month(m.first),
            "x": 20 * n + 2,
            "y": 100 - (m.share or 0),
            "height": m.share or 0,
        }
        for n, m in enumerate(months)
    ]


def present_month(first: date) -> str:
    """A month and its year in the reader's language."""
    return format_date(first, "LLLL y", locale=locale())


def add_beds(request: ActingRequest, shelter: UUID) -> HttpResponse:
    """Add places of one kind to a house."""
    row = queries.load_shelter(by=request.actor, key=shelter)
    if row is None:
        raise Http404
    form = BedsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            try:
                actions.add_beds(
                    by=request.actor,
                    at=clock.now(),
                    shelter=shelter,
                    number=form.cleaned_data["number"],
                    kind=form.kind(),
                )
            except ChangedMeanwhileError:
                form.add_error(None, _("Somebody added beds meanwhile. Send it again."))
            else:
                messages.success(request, _("The beds are added."))
                return redirect("show_shelter", shelter)
    return render(request, "protection/add_beds.html", {"form": form, "row": row})


def retire_bed(request: ActingRequest, bed: UUID) -> HttpResponse:
    """Ask whether, then take a bed away."""
    row = queries.load_bed(by=request.actor, key=bed)
    if row is None:
        raise Http404
    if request.method == "POST" and row.stay is None:
        with missing_as_404():
            actions.retire_bed(
                by=request.actor,
                at=clock.now(),
                bed=bed,
            )
        messages.success(request, _("The bed is taken away."))
        return redirect("show_shelter", row.shelter_id)
    return render(
        request,
        "protection/retire_bed.html",
        {"row": row, "bed": choices.bed_label(row)},
    )


def give_bed(request: ActingRequest, code: str) -> HttpResponse:
    """Give a person a bed, or hold one for them."""
    person = lookup.person_or_404(request, code)
    by = request.actor
    free = [
        b
        for house in queries.load_shelters(by=by)
        for b in house.beds
        if b.stay is None
    ]
    known = identification.describe_person(by=by, person=person.id)
    initial = {
        name: getattr(known, name) for name in ("sex", "age_group", "citizenship")
    }
    posted = request.POST if request.method == "POST" else None
    form = BedForm(
        posted,
        initial=initial | {"from_on": clock.today()},
        beds=free,
        rights=rights_of(by, person.id),
    )
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            made = actions.give_bed(
                by=by,
                at=clock.now(),
                person=person.id,
                booking=form.booking(),
            )
            messages.success(request, _("The bed is given."))
            return redirect("show_stay", made)
    context = {
        "form": form,
        "person": person,
        "free": len(free),
    }
    return render(request, "protection/give_bed.html", context)


def rights_of(by: Actor, person: UUID) -> list[EntitlementRow]:
    """What the law gives a person and they do not have."""
    rows = entitlements.entitlements_of(by=by, person=person)
    return [row for row in rows if row.state != "given"]


def show_stay(request: ActingRequest, stay: UUID) -> HttpResponse:
    """One stay, and what happens next."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now, first = stay_or_404(request, stay), {"happened_on": clock.today()}
        form, state = (
            StayForm(
                sent,
                initial=first,
                moves=now.moves,
            ),
            labels.STATES[now.state].words,
        )
        return LoadedForm(
            form,
            now.version,
            state,
            now.changed_by,
            now.changed_at,
        )

    done = submit_form(
        request, kept, lambda form: go_on(request, stay, form.cleaned_data)
    )
    if done.made:
        return redirect("show_stay", stay)
    row = stay_or_404(request, stay)
    context = {
        "line": stay_line(row),
        "form": done.form,
        "overtaken": done.overtaken,
        "facts": summary_rows(row),
    }
    return render(request, "protection/show_stay.html", context)


def stay_or_404(request: ActingRequest, stay: UUID) -> StayRow:
    """The stay an address names; "not found" where the asker sees none."""
    return get_or_404(queries.load_stay(by=request.actor, key=stay))


def go_on(request: ActingRequest, stay: UUID, said: dict[str, Any]) -> None:
    """Do what the form says."""
    by, at, version = request.actor, clock.now(), said["version"]
    if said["move"] == "come":
        actions.record_arrival(
            by=by,
            at=at,
            stay=stay,
            on=said["happened_on"],
            version=version,
        )
    elif said["move"] == "cancel":
        actions.cancel_stay(
            by=by,
            at=at,
            stay=stay,
            reason=said["reason"],
            version=version,
        )
    else:
        actions.record_departure(
            by=by,
            at=at,
            stay=stay,
            on=said["happened_on"],
            reason=said["reason"],
            destination=said["destination"],
            version=version,
        )


def bed_line(row: BedRow) -> dict[str, Any]:
    """A bed in words, with who has it."""
    return {
        "row": row,
        "label": choices.bed_label(row),
        "state": row.stay.state if row.stay else "free",
        "stay": stay_line(row.stay) if row.stay else None,
    }


def stay_line(row: StayRow) -> dict[str, Any]:
    """A stay in words."""
    return {
        "row": row,
        "state": labels.STATES[row.state],
        "late": row.late(clock.today()),
        "spoken": codes.grouped_for_reading(row.person_code) if row.person_code else "",
        "reason": labels.REASONS.get(row.reason, ""),
        "destination": labels.DESTINATIONS.get(row.destination, ""),
    }


def summary_rows(row: StayRow) -> list[tuple[str, object]]:
    """A stay's days, without what was not recorded or is not the viewer's."""
    told: list[tuple[str, object]] = [
        (_("Agency"), row.agency),
        (_("Shelter"), row.shelter),
        (_("Bed"), row.bed),
        (_("From"), day(row.from_on)),
        (
            _("Until, as far as is known"),
            row.expected_until and day(row.expected_until),
        ),
        (_("Left on"), row.until_on and day(row.until_on)),
        (_("Why this bed"), labels.EXCEPTIONS.get(row.exception, "")),
        (_("Reason"), labels.REASONS.get(row.reason, "")),
        (_("Where to"), labels.DESTINATIONS.get(row.destination, "")),
    ]
    return [(name, said) for name, said in told if said]
