"""A person's return, and how they fare afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access import paging
from sala.access.filling import Kept, MovedOnError, seen, tried
from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.views.missing import as_404
from sala.kit import clock
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
from sala.protection.states import FOLLOW_UP


def plan_return(request: ActingRequest, code: str) -> HttpResponse:
    """Plan a return with the person."""
    person = found.person(request, code)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with as_404(), reporting_to(form):
            made = actions.plan_return(
                by=request.actor,
                at=clock.now(),
                person=person.id,
                plan=form.plan(),
            )
            messages.success(request, _("The return is planned."))
            return redirect("show_return", made)
    alone = {row.person_code for row in referrals.without_referral(by=request.actor)}
    context = {
        "form": form,
        "person": person,
        "alone": code in alone,
    }
    return render(request, "protection/plan_return.html", context)


def show_return(request: ActingRequest, returned: UUID) -> HttpResponse:
    """One return, what became of it, and the follow-ups."""

    def kept(sent: QueryDict | None) -> Kept:
        now, first = known(request, returned), {"happened_on": clock.today()}
        form, state = (
            OutcomeForm(
                sent,
                initial=first,
                moves=now.moves,
            ),
            words.STATES[now.state][0],
        )
        return Kept(
            form,
            now.version,
            state,
            now.changed_by,
            now.changed_at,
        )

    done = tried(
        request,
        kept,
        lambda form: decide(request, known(request, returned), form),
    )
    if done.made:
        return redirect("show_return", returned)
    row = known(request, returned)
    context = {
        "row": row,
        "overtaken": done.overtaken,
        "state": words.STATES[row.state],
        "facts": facts(row),
        "shared_code": codes.spoken(row.person_code)
        if row.told in {"code", "identity"}
        else "",
        "form": done.form,
        "follow_ups": [follow_up_line(f) for f in row.follow_ups],
        "changes": may(request.actor, "protection.return.change"),
    }
    return render(request, "protection/show_return.html", context)


def known(request: ActingRequest, returned: UUID) -> ReturnRow:
    """The return an address names; "not found" where the asker sees none."""
    return seen(queries.one_return(by=request.actor, key=returned))


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
    row = seen(queries.follow_up(by=request.actor, key=follow_up))

    def kept(sent: QueryDict | None) -> Kept:
        now = seen(queries.follow_up(by=request.actor, key=follow_up))
        state = words.STATES[now.state][0]
        if now.state in FOLLOW_UP.finals:
            raise MovedOnError(state, reverse("show_return", args=[now.return_id]))
        if not now.moves:
            raise Http404
        return Kept(FollowUpForm(sent), FOLLOW_UP.place(now.state), state)

    def record(form: FollowUpForm) -> None:
        actions.record_follow_up(
            by=request.actor,
            at=clock.now(),
            follow_up=follow_up,
            **form.said,
        )

    done = tried(
        request,
        kept,
        record,
        _("The follow-up is recorded."),
        reason="missed",
    )
    if done.made:
        return redirect("show_return", row.return_id)
    context = {
        "form": done.form,
        "overtaken": done.overtaken,
        "row": row,
    }
    return render(request, "protection/record_follow_up.html", context)


def list_follow_ups(request: ActingRequest) -> HttpResponse:
    """Whom the agency is to ask after, the longest due first."""
    number, today = paging.asked(request.GET), clock.today()
    rows, more = queries.follow_ups_due(
        by=request.actor,
        today=today,
        page=number,
    )
    context = {
        "page": paging.Page(number, more),
        "lines": [follow_up_line(row) for row in rows],
        "changes": may(request.actor, "protection.return.change"),
        "again": queries.exploited_again(by=request.actor),
        "planned": [
            (row, words.STATES[row.state], row.planned_on < clock.today())
            for row in queries.returns_open(by=request.actor)
        ],
    }
    return render(request, "protection/list_follow_ups.html", context)


def facts(row: ReturnRow) -> list[tuple[str, object]]:
    """The plan in words, without what was not recorded."""
    where = (
        choices.country_name(row.country)
        if row.country
        else places.name(row.place_code)
    )
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
