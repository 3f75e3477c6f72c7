"""Bringing people in from a file of HTCDS after a preview, and giving one out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sala.access.guards import ActingRequest
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.screening.actions import htcds as actions
from sala.screening.forms.htcds import HtcdsExportForm, HtcdsImportForm
from sala.screening.queries import htcds as queries
from sala.standards import htcds


def exchange(request: ActingRequest) -> HttpResponse:
    """Choose a file to check, or what to give out."""
    form = HtcdsImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"]
        kept = actions.keep_file(
            by=request.actor,
            at=clock.now(),
            data=data,
        )
        return redirect("preview_htcds", kept)
    context = {"form": form, "export": HtcdsExportForm()}
    return render(request, "screening/htcds_exchange.html", context)


def preview(request: ActingRequest, file: UUID) -> HttpResponse:
    """What the file would bring in; then bring it in, or throw it away."""
    with missing_as_404():
        data = queries.kept_file(by=request.actor, file=file)
    shown = queries.preview(by=request.actor, data=data)
    if request.method == "POST" and request.POST.get("do") == "discard":
        actions.discard_file(by=request.actor, file=file)
        messages.success(request, _("The file is thrown away; nothing of it is kept."))
        return redirect("exchange_htcds")
    if request.method == "POST" and not shown.faults:
        return brought_in(request, file)
    return render(
        request,
        "screening/htcds_preview.html",
        {"preview": shown, "file": file},
    )


def brought_in(request: ActingRequest, file: UUID) -> HttpResponse:
    """Bring the file in and say how many people came."""
    done = actions.import_file(
        by=request.actor,
        at=clock.now(),
        file=file,
    )
    number = len(done.codes)
    said = ngettext(
        "%(number)s person registered",
        "%(number)s people registered",
        number,
    )
    messages.success(request, said % {"number": number})
    return redirect("list_people")


def export(request: ActingRequest) -> HttpResponse:
    """The file itself; a mistake in the form shows the page again."""
    form = HtcdsExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with reporting_to(form):
            return given_out(request, form)
    context = {"form": HtcdsImportForm(), "export": form}
    return render(request, "screening/htcds_exchange.html", context)


def given_out(request: ActingRequest, form: HtcdsExportForm) -> HttpResponse:
    """The rows of the people the viewer sees, as a download."""
    rows = actions.export_htcds(
        by=request.actor,
        codes=form.cleaned_data["codes"],
        purpose=form.chosen_purpose(),
    )
    if not rows:
        raise ValidationError({"codes": _("You see nobody with one of these codes.")})
    chosen = form.cleaned_data["form"]
    name = f"htcds-{clock.today().isoformat()}.{chosen}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        htcds.write(rows, chosen),
        content_type=htcds.FORMATS[chosen],
        headers=headers,
    )
