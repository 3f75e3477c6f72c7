"""Emergency looks: told to the custodian's supervisor, judged by oversight."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access import actions, queries
from sala.access.context import Actor
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.administration.forms import AdministrationConfirmForm, FindingForm
from sala.desk.lookup import missing_as_404
from sala.kit import clock


def list_emergency_access(request: ActingRequest) -> HttpResponse:
    """Emergency looks the viewer is told of: first those that wait for them."""
    looks = queries.emergency_accesses(by=request.actor)
    page = {
        "waiting": [look for look in looks if look.awaits],
        "others": [look for look in looks if not look.awaits],
        "judges": may(request.actor, "access.glass.review"),
    }
    return render(request, "administration/list_glass.html", page)


def review_emergency_access(request: ActingRequest, glass: UUID) -> HttpResponse:
    """One emergency look; oversight judges it, a supervisor acknowledges it."""
    look = next(
        (g for g in queries.emergency_accesses(by=request.actor) if g.id == glass),
        None,
    )
    if look is None:
        raise Http404
    judges = may(request.actor, "access.glass.review")
    kind: type[forms.Form] = FindingForm if judges else AdministrationConfirmForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404():
            decide_emergency_access(request.actor, glass, form)
        messages.success(request, _("Noted. It is entered in the ledger."))
        return redirect("list_glass")
    return render(
        request,
        "administration/review_glass.html",
        {
            "form": form,
            "look": look,
            "judges": judges,
        },
    )


def decide_emergency_access(by: Actor, glass: UUID, form: forms.Form) -> None:
    """Do what the form says."""
    finding = form.cleaned_data.get("finding")
    if finding is None:
        actions.acknowledge_emergency_access(
            by=by,
            at=clock.now(),
            glass=glass,
        )
    else:
        justified = finding == "justified"
        actions.review_emergency_access(
            by=by,
            at=clock.now(),
            glass=glass,
            justified=justified,
        )
