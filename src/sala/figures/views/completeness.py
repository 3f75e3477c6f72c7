"""Saying how complete a year is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.facts import actions
from sala.facts import queries as facts
from sala.facts.places import facts_folder
from sala.figures.answer_labels import ANSWERS, EVENT_NAMES
from sala.figures.definitions import FIGURES
from sala.figures.forms import CoverageForm
from sala.figures.views.common import requested_year
from sala.kit import clock


def state_coverage(request: ActingRequest) -> HttpResponse:
    """Say of an event or a figure whether all of it is recorded for a year."""
    year = requested_year(request)
    form = CoverageForm(
        request.POST if request.method == "POST" else None,
        initial={"year": year},
    )
    if form.is_valid():
        actions.state_coverage(
            by=request.actor,
            at=clock.now(),
            folder=facts_folder(),
            **form.cleaned_data,
        )
        messages.success(request, _("It is noted, and the figures go by it."))
        return redirect("state_coverage")
    said = [
        (c.year, EVENT_NAMES.get(c.about) or FIGURES[c.about].name, ANSWERS[c.answer])
        for c in sorted(facts.stated_coverage(), key=lambda c: (-c.year, c.about))
    ]
    return render(request, "figures/state_coverage.html", {"form": form, "said": said})
