"""The emergency look: one record, an hour, announced."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.desk.refusals import reporting_to
from sala.people import actions
from sala.people.forms.emergency import GlassForm


def break_glass(request: ActingRequest) -> HttpResponse:
    """Open a record with a reason; a code that opens nothing says no more than that."""
    form = GlassForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code, reason = form.cleaned_data["code"], form.cleaned_data["reason"]
        with reporting_to(form):
            if actions.break_glass(
                by=request.actor,
                code=code,
                reason=reason,
            ):
                messages.warning(
                    request,
                    _(
                        "The record is open to you for one hour. This has been"
                        " announced.",
                    ),
                )
                return redirect("show_person", code)
            form.add_error("code", _("No record with this code could be opened."))
    return render(request, "people/break_glass.html", {"form": form})
