"""A person's return, and how they fare afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.views.missing import as_404
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.kit.templatetags.kit import day
from sala.people import codes
from sala.people.forms import choices, places
from sala.people.views import found
from sala.protection.actions import returns as actions
from sala.protection.forms import words
from sala.protection.forms.returns import FollowUpForm, OutcomeForm, PlanForm
from sala.protection.queries import referrals
from sala.protection.queries import returns as queries
from sala.protection.queries.returns import FollowUpRow, ReturnRow


def plan_return(request: ActingRequest, code: str) -> HttpResponse:
    """Plan a return with the person."""
    person = found.person(request, code)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with as_404(), reporting_to(form):
            made = actions.plan_return(
                by=request.actor, at=clock.now(), person=person.id, plan=form.plan()
            )
            messages.success(request, _("The return is planned."))
            return redirect("show_return", made)
    alone = {row.person_code for row in referrals.without_referral(by=request.actor)}
    context = {"form": form, "person": person, "alone": code in alone}
    return render(request, "protection/plan_return.html", context)


def show_return(request: ActingRequest, returned: UUID) -> HttpResponse:
    """One return, what became of it, and the follow-ups."""
    row = queries.one_return(by=request.actor, key=returned)
    if row is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    initial = {"version": row.version, "happened_on": clock.today()}
    form = OutcomeForm(posted, initial=initial, moves=row.moves)
    if row.moves and form.is_valid():
        with as_404(), reporting_to(form):
            try:
                decide(request, row, form)
            except (ChangedMeanwhileError, NotAllowedError):
                form.add_error(None, changed_meanwhile(row))
            else:
                messages.success(request, _("It is recorded."))
                return redirect("show_return", returned)
    context = {
        "row": row,
        "state": words.STATES[row.state],
        "facts": facts(row),
        "shared_code": codes.spoken(row.person_code) if row.told in {"code", "identity"} else "",
        "form": form,
        "follow_ups": [follow_up_line(f) for f in row.follow_ups],
        "changes": may(request.actor, "protection.return.change"),
    }
    return render(request, "protection/show_return.html", context)


def decide(request: ActingRequest, row: ReturnRow, form: OutcomeForm) -> None:
    """Record that the person went, or that the return is cancelled."""
    said, version = form.cleaned_data, form.cleaned_data["version"]
    if said["outcome"] == "cancel":
        actions.cancel_return(
            by=request.actor,
            at=clock.now(),
            returned=row.id,
            reason=said["reason"],
            version=version,
        )
    elif said["outcome"] == "confirm":
        actions.confirm_return(
            by=request.actor,
            at=clock.now(),
            returned=row.id,
            confirmed_on=said["happened_on"],
            reference=said["reference"],
            version=version,
        )
    else:
        actions.send(
            by=request.actor,
            at=clock.now(),
            returned=row.id,
            happened_on=said["happened_on"],
            version=version,
            insists=said.get("insists", False),
        )


def record_follow_up(request: ActingRequest, follow_up: UUID) -> HttpResponse:
    """Say how the person is, or why nobody could ask."""
    row = queries.follow_up(by=request.actor, key=follow_up)
    if row is None:
        raise Http404
    if not row.moves:
        raise Http404
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with as_404(), reporting_to(form, reason="missed"):
            try:
                actions.record_follow_up(
                    by=request.actor, at=clock.now(), follow_up=follow_up, **form.cleaned_data
                )
            except (ChangedMeanwhileError, NotAllowedError):
                form.add_error(None, _("Somebody recorded this follow-up meanwhile."))
            else:
                messages.success(request, _("The follow-up is recorded."))
                return redirect("show_return", row.return_id)
    return render(request, "protection/record_follow_up.html", {"form": form, "row": row})


def list_follow_ups(request: ActingRequest) -> HttpResponse:
    """Whom the agency is to ask after, the latest first."""
    rows = queries.follow_ups_due(by=request.actor, today=clock.today())
    context = {
        "lines": [follow_up_line(row) for row in rows],
        "changes": may(request.actor, "protection.return.change"),
        "again": queries.exploited_again(by=request.actor),
        "planned": [
            (row, words.STATES[row.state], row.planned_on < clock.today())
            for row in queries.returns_open(by=request.actor)
        ],
    }
    return render(request, "protection/list_follow_ups.html", context)


def changed_meanwhile(row: ReturnRow) -> str:
    """Who was faster, and what it is now."""
    return _("%(name)s changed this meanwhile. It is now: %(state)s. Look, and decide again.") % {
        "name": row.changed_by,
        "state": words.STATES[row.state][0],
    }


def facts(row: ReturnRow) -> list[tuple[str, object]]:
    """The plan in words, without what was not recorded."""
    where = choices.country_name(row.country) if row.country else places.name(row.place_code)
    told: list[tuple[str, object]] = [
        (_("Where"), words.KINDS[row.kind]),
        (_("Place"), where),
        (_("Received by"), row.authority),
        (_("They are told"), words.TOLD.get(row.told, "")),
        (_("They agreed on"), row.confirmed_on and day(row.confirmed_on)),
        (_("Their number for the person"), row.reference),
        (_("Agreed to by"), words.AGREED[row.agreed]),
        (_("Is it safe?"), words.RISKS[row.risk]),
        (_("Who goes along"), words.ACCOMPANIED[row.accompanied]),
        (_("Arranged by"), row.agency),
        (_("Reason"), words.REASONS.get(row.reason, "")),
    ]
    return [(name, said) for name, said in told if said]


def follow_up_line(row: FollowUpRow) -> dict[str, object]:
    """A follow-up in words."""
    state = "late" if row.late(clock.today()) else row.state
    return {
        "row": row,
        "state": words.STATES[state],
        "found": words.FOUND.get(row.found, "") or words.REASONS.get(row.reason, ""),
        "manner": words.MANNERS.get(row.manner, ""),
    }
