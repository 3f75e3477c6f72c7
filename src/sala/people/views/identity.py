"""Opening an identity, and correcting it. Neither is ever answered to a GET."""

import base64
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.permissions import require
from sala.access.roles import Purpose
from sala.access.views.missing import as_404
from sala.kit import clock
from sala.people import actions
from sala.people.actions import ChangedMeanwhileError, OpenedIdentity
from sala.people.forms import choices, places
from sala.people.forms.choices import Words
from sala.people.forms.identity import IdentityForm
from sala.people.forms.opening import PurposeForm
from sala.people.queries import PersonRow
from sala.people.rules import Identity
from sala.people.views import births, found, persons


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


def open_identity(request: ActingRequest, code: str) -> HttpResponse:
    """Who a person is, for a purpose."""
    if request.method != "POST":
        return redirect("show_person", code)
    page = found.page(request, code)
    form = PurposeForm(request.POST, glass=page.glass)
    if not form.is_valid():
        return persons.shown(request, page, form)
    purpose = Purpose(form.cleaned_data["purpose"])
    with as_404(), reporting_to(form):
        opened = actions.open_identity(by=request.actor, person=page.person.id, purpose=purpose)
    if form.errors:
        return persons.shown(request, page, form)
    context = {"page": page, "person": page.person, "opened": in_words(opened), "purpose": purpose}
    return render(request, "people/open_identity.html", context)


def in_words(opened: OpenedIdentity) -> IdentityPage:
    """Codes in words; the picture as part of the page, so that it has no address."""
    identity, photo = opened.identity, opened.photo
    kinds = choices.DOCUMENT_KINDS | {choices.NO_KIND: ""}
    return IdentityPage(
        identity=identity,
        sex=choices.SEXES[identity.sex],
        birth=births.in_words(identity.birth, clock.today()),
        citizenships=[choices.country_name(c) for c in identity.citizenships],
        documents=[
            (kinds.get(d.kind, d.kind), d.number, choices.country_name(d.country))
            for d in identity.documents
        ],
        place=places.name(identity.origin_place),
        photo=f"data:image/jpeg;base64,{base64.b64encode(photo).decode()}" if photo else "",
    )


def change_identity(request: ActingRequest, code: str) -> HttpResponse:
    """Open an identity to correct it, then save what was corrected."""
    if request.method != "POST":
        return redirect("show_person", code)
    page = found.page(request, code)
    require(page.may_change)
    if request.POST.get("step") == "save":
        return save(request, page.person)
    with as_404():
        opened = actions.open_identity(
            by=request.actor, person=page.person.id, purpose=Purpose.CORRECTION
        )
    form = IdentityForm(opened=opened.identity)
    return correction(request, page.person, form, version=opened.version)


def save(request: ActingRequest, person: PersonRow) -> HttpResponse:
    """Save, unless somebody changed it since it was opened: then nothing typed is lost."""
    form = IdentityForm(request.POST)
    version = version_of(request)
    if not form.is_valid():
        return correction(request, person, form, version=version)
    try:
        actions.change_identity(
            by=request.actor,
            at=clock.now(),
            person=person.id,
            identity=form.identity(),
            version=version,
        )
    except ChangedMeanwhileError:
        return correction(request, person, form, version=version, overtaken=True)
    messages.success(request, _("The identity was corrected."))
    return redirect("show_person", person.code)


def version_of(request: ActingRequest) -> int:
    """The version that the form was opened with; one that cannot be where it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


def correction(
    request: ActingRequest,
    person: PersonRow,
    form: IdentityForm,
    *,
    version: int,
    overtaken: bool = False,
) -> HttpResponse:
    """The form to correct with."""
    context = {"person": person, "form": form, "version": version, "overtaken": overtaken}
    return render(request, "people/change_identity.html", context)
