"""Opening an identity, and correcting it. Neither is ever answered to a GET."""

import base64
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import require
from sala.access.roles import Purpose
from sala.desk import conflicts, places
from sala.desk.lookup import missing_as_404
from sala.desk.places import Words
from sala.desk.refusals import reporting_to
from sala.desk.requests import DeskRequest
from sala.kit import clock
from sala.kit.merge_forms import EditConflict
from sala.people import actions, labels, lookup
from sala.people.actions import ChangedMeanwhileError, Guardian, OpenedIdentity
from sala.people.forms.identity import CorrectionForm
from sala.people.forms.opening import PurposeForm
from sala.people.queries import PersonRow
from sala.people.rules import Identity
from sala.people.views import births, persons


@dataclass(frozen=True)
class IdentityPage:
    """An identity in words, for the length of one answer."""

    identity: Identity
    sex: Words
    birth: Words
    citizenships: list[str]
    documents: list[tuple[Words, str, str]]
    place: str
    photo: str
    guardians: list[tuple[Guardian, Words]]


def open_identity(request: ActingRequest, code: str) -> HttpResponse:
    """Who a person is, for a purpose."""
    if request.method != "POST":
        return redirect("show_person", code)
    page = lookup.person_page_or_404(request, code)
    require(page.may_open)
    form = PurposeForm(request.POST, by=request.actor, glass=page.glass)
    if not form.is_valid():
        return persons.present_record(request, page, form)
    purpose = Purpose(form.cleaned_data["purpose"])
    with missing_as_404(), reporting_to(form):
        opened = actions.open_identity(
            by=request.actor,
            person=page.person.id,
            purpose=purpose,
        )
    if form.errors:
        return persons.present_record(request, page, form)
    context = {
        "page": page,
        "person": page.person,
        "opened": in_words(opened),
        "purpose": purpose,
    }
    return render(request, "people/open_identity.html", context)


def in_words(opened: OpenedIdentity) -> IdentityPage:
    """Codes in words; the picture as part of the page, so that it has no address."""
    identity, photo = opened.identity, opened.photo
    kinds = labels.DOCUMENT_KINDS | {labels.NO_KIND: ""}
    return IdentityPage(
        identity=identity,
        sex=labels.SEXES[identity.sex],
        birth=births.in_words(identity.birth, clock.today()),
        citizenships=[places.country_name(c) for c in identity.citizenships],
        documents=[
            (kinds.get(d.kind, d.kind), d.number, places.country_name(d.country))
            for d in identity.documents
        ],
        place=places.place_name(identity.origin_place),
        photo=(
            f"data:image/jpeg;base64,{base64.b64encode(photo).decode()}"
            if photo
            else ""
        ),
        guardians=[(g, labels.relation_words(g.relation)) for g in opened.guardians],
    )


def change_identity(request: DeskRequest, code: str) -> HttpResponse:
    """Open an identity to correct it, then save what was corrected."""
    if request.method != "POST":
        return resume_correction(request, code)
    page = lookup.person_page_or_404(request, code)
    require(page.may_change)
    try:
        if request.POST.get("step") == "save":
            return save_correction(request, page.person)
        opened = open_to_correct(request, page.person)
    except ValidationError as error:  # no more people today
        messages.error(request, " ".join(error.messages))
        return redirect("show_person", code)
    return present_correction(request, page.person, form_of(opened), opened)


def resume_correction(request: DeskRequest, code: str) -> HttpResponse:
    """A correction that was begun is gone on with by opening the identity anew."""
    resumed = request.resumed()
    if resumed is None:
        return redirect("show_person", code)
    page = lookup.person_page_or_404(request, code)
    require(page.may_change)
    context = {"person": page.person, "row": resumed.row}
    return render(request, "people/resume_correction.html", context)


def open_to_correct(request: ActingRequest, person: PersonRow) -> OpenedIdentity:
    """The identity as it is now; the opening is in the ledger."""
    with missing_as_404():
        return actions.open_identity(
            by=request.actor,
            person=person.id,
            purpose=Purpose.CORRECTION,
        )


def form_of(opened: OpenedIdentity) -> CorrectionForm:
    """The form to correct an identity with."""
    form = CorrectionForm(opened=opened.identity)
    conflicts.remember_version(form, version=opened.version)
    return form


def save_correction(request: ActingRequest, person: PersonRow) -> HttpResponse:
    """Save, unless somebody changed it since it was opened: then nothing typed is
    lost.
    """
    form = CorrectionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with reporting_to(form), missing_as_404():
                apply_correction(request, person, form)
                messages.success(request, _("The identity was corrected."))
                return redirect("show_person", person.code)
        except ChangedMeanwhileError:
            return present_conflict(request, person, form)
    return present_correction(request, person, form)


def apply_correction(
    request: ActingRequest, person: PersonRow, form: CorrectionForm
) -> None:
    """Save what the form says."""
    actions.change_identity(
        by=request.actor,
        at=clock.now(),
        person=person.id,
        identity=form.identity(),
        version=form.cleaned_data["version"],
        photo=form.photo_bytes(),
        photo_removed=form.cleaned_data["photo_removed"],
    )


def present_conflict(
    request: ActingRequest,
    person: PersonRow,
    sent: CorrectionForm,
) -> HttpResponse:
    """What was typed, in a form of the identity as it is now, with what is new in
    it.
    """
    opened = open_to_correct(request, person)
    form = CorrectionForm(opened=opened.identity)
    news = conflicts.merge_overtaken(
        form,
        sent,
        version=opened.version,
        name=opened.changed_by,
        at=opened.changed_at,
    )
    return present_correction(
        request,
        person,
        form,
        opened,
        news,
    )


def present_correction(
    request: ActingRequest,
    person: PersonRow,
    form: CorrectionForm,
    opened: OpenedIdentity | None = None,
    news: EditConflict | None = None,
) -> HttpResponse:
    """The form to correct with; `opened` where the identity was opened for it just
    now.
    """
    context = {
        "person": person,
        "form": form,
        "overtaken": news,
        "has_photo": opened is None or opened.photo is not None,
    }
    return render(request, "people/change_identity.html", context)
