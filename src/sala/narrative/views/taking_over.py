"""Taking over what a published report says of the country: its tier and its
recommendations.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sala.access.guards import ActingRequest
from sala.desk.pages import get_or_404, posted_data, run_action
from sala.kit import clock
from sala.narrative.actions.taking_over import take_over
from sala.narrative.forms.taking_over import TakeOverForm
from sala.narrative.queries.taking_over import to_take_over


def take_over_report(request: ActingRequest, report: UUID) -> HttpResponse:
    """Confirm what is kept of a report, and what it repeats."""
    page = get_or_404(to_take_over(by=request.actor, key=report))
    form = TakeOverForm(posted_data(request), page=page)

    def do() -> int:
        return take_over(
            by=request.actor,
            at=clock.now(),
            report=report,
            source=form.cleaned_data["source"],
            confirmed=form.confirmed_recommendations(),
            tier=form.confirmed_tier(),
        )

    if run_action(request, form, do):
        return redirect(
            "show_threads" if form.confirmed_recommendations() else "show_tiers"
        )
    return render(
        request,
        "narrative/take_over_report.html",
        {"page": page, "form": form},
    )
