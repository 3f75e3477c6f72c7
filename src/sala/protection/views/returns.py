"""A person's return, and how they fare afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import paging, places
from sala.desk.lookup import missing_as_404
from sala.desk.pages import LoadedForm, MovedOnError, get_or_404, submit_form
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.templatetags.kit import day
from sala.people import codes, lookup
from sala.protection import labels
from sala.protection.actions import returns as actions
from sala.protection.forms.returns import FollowUpForm, OutcomeForm, PlanForm
from sala.protection.queries import referrals
from sala.protection.queries import returns as queries
from sala.protection.queries.returns import FollowUpRow, ReturnRow
from sala.protection.states import FOLLOW_UP


def plan_return(request: ActingRequest, code: str) -> HttpResponse:
    """Plan a return with the person."""
    person = lookup.person_or_404(request, code)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
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

    def kept(sent: QueryDict | None) -> LoadedForm:
        now, first = known(request, returned), {"happened_on": clock.today()}
        form, state = (
            OutcomeForm(
                sent,
                initial=first,
                moves=now.moves,
            ),
            labels.STATES[now.state][0],
        )
        return LoadedForm(
            form,
            now.version,
            state,
            now.changed_by,
            now.changed_at,
        )

    done = submit_form(
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
        "state": labels.STATES[row.state],
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
    return get_or_404(queries.one_return(by=request.actor, key=returned))


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
    row = get_or_404(queries.follow_up(by=request.actor, key=follow_up))

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.follow_up(by=request.actor, key=follow_up))
        state = labels.STATES[now.state][0]
        if now.state in FOLLOW_UP.finals:
            raise MovedOnError(state, reverse("show_return", args=[now.return_id]))
        if not now.moves:
            raise Http404
        return LoadedForm(FollowUpForm(sent), FOLLOW_UP.place(now.state), state)

    def record(form: FollowUpForm) -> None:
        actions.record_follow_up(
            by=request.actor,
            at=clock.now(),
            follow_up=follow_up,
            **form.said,
        )

    done = submit_form(
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
    number, today = paging.page_number(request.GET), clock.today()
    rows, more = queries.follow_ups_due(
        by=request.actor,
        today=today,
        page=number,
    )
    context = {
        "page": paging.ListPage(number, more),
        "lines": [follow_up_line(row) for row in rows],
        "changes": may(request.actor, "protection.return.change"),
        "again": queries.exploited_again(by=request.actor),
        "planned": [
            (row, labels.STATES[row.state], row.planned_on < clock.today())
            for row in queries.returns_open(by=request.actor)
        ],
    }
    return render(request, "protection/list_follow_ups.html", context)


def facts(row: ReturnRow) -> list[tuple[str, object]]:
    """The plan in words, without what was not recorded."""
    where = (
        places.country_name(row.country)
        if row.country
        else places.place_name(row.place_code)
    )
    told: list[tuple[str, object]] = [
        (_("Where"), labels.KINDS[row.kind]),
        (_("Place"), where),
        (_("Received by"), row.authority),
        (_("They are told"), labels.TOLD.get(row.told, "")),
        (_("They agreed on"), row.confirmed_on and day(row.confirmed_on)),
        (_("Their number for the person"), row.reference),
        (_("Agreed to by"), labels.AGREED[row.agreed]),
        (_("Is it safe?"), labels.RISKS[row.risk]),
        (_("Who goes along"), labels.ACCOMPANIED[row.accompanied]),
        (_("Arranged by"), row.agency),
        (_("Reason"), labels.REASONS.get(row.reason, "")),
    ]
    return [(name, said) for name, said in told if said]


def follow_up_line(row: FollowUpRow) -> dict[str, object]:
    """A follow-up in words."""
    state = "late" if row.late(clock.today()) else row.state
    return {
        "row": row,
        "state": labels.STATES[state],
        "found": labels.FOUND.get(row.found, "") or labels.REASONS.get(row.reason, ""),
        "manner": labels.MANNERS.get(row.manner, ""),
    }
