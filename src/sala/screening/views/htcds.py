"""Bringing people in from a file of HTCDS after a preview, and giving one out."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sala.access import orders
from sala.access.guards import ActingRequest
from sala.desk.lookup import missing_as_404
from sala.desk.progress import OrderProgress, progress_page
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.screening.actions import htcds as actions
from sala.screening.actions import htcds_orders as background
from sala.screening.forms.htcds import HtcdsExportForm, HtcdsImportForm
from sala.screening.queries import htcds as queries
from sala.standards import htcds


def file_exchange_page(request: ActingRequest) -> HttpResponse:
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
    return exchange_page(request, form, HtcdsExportForm(by=request.actor))


def exchange_page(
    request: ActingRequest,
    form: HtcdsImportForm,
    export_form: HtcdsExportForm,
) -> HttpResponse:
    """Both forms, and what was ordered and is not taken or thrown away."""
    machines = [background.EXPORTER, background.IMPORTER]
    context = {
        "form": form,
        "export": export_form,
        "ordered": orders.own_orders(by=request.actor, machines=machines),
        "exporter": background.EXPORTER,
    }
    return render(request, "screening/htcds_exchange.html", context)


def preview_page(request: ActingRequest, file: UUID) -> HttpResponse:
    """What the file would bring in; then bring it in, or throw it away."""
    with missing_as_404():
        data = queries.kept_file(by=request.actor, file=file)
    if (ordered := queries.order_of_file(by=request.actor, file=file)) is not None:
        return redirect("watch_htcds_import", ordered.id)
    shown = queries.preview_file(by=request.actor, data=data)
    if request.method == "POST" and request.POST.get("do") == "discard":
        actions.discard_file(by=request.actor, file=file)
        messages.success(request, _("The file is thrown away; nothing of it is kept."))
        return redirect("exchange_htcds")
    if request.method == "POST" and not shown.faults:
        order = background.order_import(by=request.actor, at=clock.now(), file=file)
        return redirect("watch_htcds_import", order)
    return render(
        request,
        "screening/htcds_preview.html",
        {"preview": shown, "file": file},
    )


def watch_import(request: ActingRequest, order: UUID) -> HttpResponse:
    """How far bringing a file in is, and how many people came."""
    with missing_as_404():
        found = orders.own_order(
            by=request.actor,
            order=order,
            machine=background.IMPORTER,
        )
    number = found.result.get("new", 0)
    said = ngettext(
        "%(number)s person registered",
        "%(number)s people registered",
        number,
    )
    progress = OrderProgress(
        title=_("Bring people in"),
        back=(reverse("exchange_htcds"), _("Files of HTCDS")),
        done=said % {"number": number},
        refused=_("Nothing was brought in: the file is gone or has faults."),
    )
    return progress_page(request, found, progress)


def order_export(request: ActingRequest) -> HttpResponse:
    """Order the file; a mistake in the form shows the page again."""
    form = HtcdsExportForm(
        request.POST if request.method == "POST" else None,
        by=request.actor,
    )
    if form.is_valid():
        with reporting_to(form):
            return redirect("watch_htcds_export", ordered_export(request, form))
    return exchange_page(request, HtcdsImportForm(), form)


def ordered_export(request: ActingRequest, form: HtcdsExportForm) -> UUID:
    """The order for a file on people the viewer sees."""
    order = background.order_export(
        by=request.actor,
        at=clock.now(),
        codes=form.cleaned_data["codes"],
        purpose=form.chosen_purpose(),
        form=form.cleaned_data["form"],
    )
    if order is None:
        raise ValidationError({"codes": _("You see nobody with one of these codes.")})
    return order


def watch_export(request: ActingRequest, order: UUID) -> HttpResponse:
    """How far a file is; then take it, or throw it away."""
    with missing_as_404():
        found = orders.own_order(
            by=request.actor,
            order=order,
            machine=background.EXPORTER,
        )
    if request.method == "POST":
        background.discard_export(by=request.actor, order=order)
        messages.success(request, _("The file is thrown away; nothing of it is kept."))
        return redirect("exchange_htcds")
    progress = OrderProgress(
        title=_("Give a file out"),
        back=(reverse("exchange_htcds"), _("Files of HTCDS")),
        done=_("The file is made."),
        refused=_(
            "No file was made: the record of somebody in it was not opened to you for"
            " that purpose. Leave them out, or ask the agency that keeps it.",
        ),
        take=reverse("take_htcds", args=[order]),
        may_discard=True,
    )
    return progress_page(request, found, progress)


def download_file(request: ActingRequest, order: UUID) -> HttpResponse:
    """The file that was made, as a download; who took it is entered."""
    if request.method != "POST":
        return redirect("watch_htcds_export", order)
    with missing_as_404():
        try:
            found, made = background.take_export(by=request.actor, order=order)
        except background.NotSeenAnyMoreError:
            messages.error(
                request,
                _(
                    "Somebody in this file is not yours to see any more. Throw it away"
                    " and order another.",
                ),
            )
            return redirect("watch_htcds_export", order)
    chosen = found.what["form"]
    name = f"htcds-{localdate(found.asked_at).isoformat()}.{chosen}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=htcds.FORMATS[chosen], headers=headers)
