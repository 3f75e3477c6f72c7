"""Papers and pictures of a person: adding one, opening one to save it, removing one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import require
from sala.access.roles import Purpose
from sala.desk.lookup import missing_as_404
from sala.desk.pages import posted_data, posted_files
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.uploaded_files import to_save
from sala.people import actions, lookup, queries
from sala.people.forms.attaching import AttachmentForm
from sala.people.forms.opening import PurposeForm
from sala.people.queries import AttachmentRow, PersonRow
from sala.people.views import presenters


def add_attachment(request: ActingRequest, code: str) -> HttpResponse:
    """Add a paper or picture."""
    page = lookup.person_page_or_404(request, code)
    require(page.may_attach)
    form = AttachmentForm(posted_data(request), posted_files(request))
    if form.is_valid():
        with reporting_to(form):
            actions.add_attachment(
                by=request.actor,
                at=clock.now(),
                person=page.person.id,
                **form.cleaned_data,
            )
            messages.success(request, _("It is kept, sealed."))
            return redirect("show_person", code)
    return render(
        request,
        "people/add_attachment.html",
        {"form": form, "person": page.person},
    )


def open_attachment(
    request: ActingRequest,
    code: str,
    attachment: UUID,
) -> HttpResponse:
    """Ask what for; then hand the file out to be saved."""
    page = lookup.person_page_or_404(request, code)
    row = row_of(request, page.person, attachment)
    if request.method == "POST":
        require(page.may_open)
    form = PurposeForm(posted_data(request), by=request.actor, glass=page.glass)
    if form.is_valid():
        purpose = Purpose(form.cleaned_data["purpose"])
        with missing_as_404(), reporting_to(form):
            opened = actions.open_attachment(
                by=request.actor,
                attachment=row.id,
                purpose=purpose,
            )
            name = f"{code}-{opened.what}-{row.id.hex[:8]}"
            return to_save(
                opened.content,
                kind=opened.kind,
                name=name,
            )
    context = {
        "page": page,
        "person": page.person,
        "line": presenters.present_attachment(row),
        "form": form,
        "may_remove": page.may_remove,
    }
    return render(request, "people/open_attachment.html", context)


def remove_attachment(
    request: ActingRequest,
    code: str,
    attachment: UUID,
) -> HttpResponse:
    """Ask whether; then remove it for ever."""
    page = lookup.person_page_or_404(request, code)
    person, row = page.person, row_of(request, page.person, attachment)
    if not page.may_remove:
        raise Http404
    if request.method == "POST":
        with missing_as_404():
            actions.remove_attachment(by=request.actor, attachment=row.id)
        messages.success(request, _("It is removed for ever."))
        return redirect("show_person", code)
    context = {"person": person, "line": presenters.present_attachment(row)}
    return render(request, "people/remove_attachment.html", context)


def row_of(
    request: ActingRequest,
    person: PersonRow,
    attachment: UUID,
) -> AttachmentRow:
    """A paper of this person that the asker may know of."""
    rows = queries.load_attachments(by=request.actor, person_id=person.id)
    row = next((r for r in rows if r.id == attachment), None)
    if row is None:
        raise Http404
    return row
