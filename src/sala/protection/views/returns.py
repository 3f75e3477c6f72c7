"""A person's return, and how they fare afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import places
from sala.desk.listing import (
    Cell,
    CellLink,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import (
    LoadedForm,
    MovedOnError,
    get_or_404,
    posted_data,
    run_action,
    submit_form,
)
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import day
from sala.people import codes, lookup
from sala.protection import labels
from sala.protection.actions import late_care as late_actions
from sala.protection.actions import returns as actions
from sala.protection.forms.returns import (
    FollowUpForm,
    LateFollowUpForm,
    OutcomeForm,
    ReturnForm,
)
from sala.protection.queries import late_care, referrals
from sala.protection.queries import returns as queries
from sala.protection.queries.returns import FollowUpRow, ReturnRow
from sala.protection.states import FOLLOW_UP


def plan_return(request: ActingRequest, code: str) -> HttpResponse:
    """Plan a return with the person."""
    person = lookup.person_or_404(request, code)
    form = ReturnForm(request.POST if request.method == "POST" else None)
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
        now, first = return_or_404(request, returned), {"happened_on": clock.today()}
        form, state = (
            OutcomeForm(
                sent,
                initial=first,
                moves=now.moves,
            ),
            labels.STATES[now.state].words,
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
        lambda form: save_outcome(request, return_or_404(request, returned), form),
    )
    if done.made:
        return redirect("show_return", returned)
    row = return_or_404(request, returned)
    context = {
        "row": row,
        "overtaken": done.overtaken,
        "state": labels.STATES[row.state],
        "facts": summary_rows(row),
        "shared_code": codes.grouped_for_reading(row.person_code)
        if row.told in {"code", "identity"}
        else "",
        "form": done.form,
        "follow_ups": [follow_up_line(f) for f in row.follow_ups],
        "changes": may(request.actor, "protection.return.change"),
    }
    return render(request, "protection/show_return.html", context)


def return_or_404(request: ActingRequest, returned: UUID) -> ReturnRow:
    """The return an address names; "not found" where the asker sees none."""
    return get_or_404(queries.one_return(by=request.actor, key=returned))


def save_outcome(request: ActingRequest, row: ReturnRow, form: OutcomeForm) -> None:
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
        actions.record_return(
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
        return record_late_follow_up(request, follow_up)

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.follow_up(by=request.actor, key=follow_up))
        state = labels.STATES[now.state].words
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


def record_late_follow_up(request: ActingRequest, follow_up: UUID) -> HttpResponse:
    """Say how the person was before their record was closed to the agency."""
    late = get_or_404(late_care.late_follow_up(by=request.actor, key=follow_up))
    form = LateFollowUpForm(posted_data(request))
    done = run_action(
        request,
        form,
        lambda: late_actions.record_late_follow_up(
            by=request.actor,
            at=clock.now(),
            follow_up=follow_up,
            **form.cleaned_data,
        ),
    )
    if done:
        return redirect("list_follow_ups")
    context = {
        "form": form,
        "late": late,
        "title": _("How is the person?"),
        "back": reverse("list_follow_ups"),
        "back_label": _("Follow-ups"),
    }
    return render(request, "protection/record_late_care.html", context)


def list_follow_ups(request: ActingRequest) -> HttpResponse:
    """Whom the agency is to ask after, the longest due first."""
    changes = bool(may(request.actor, "protection.return.change"))
    due = ListTable(
        columns=[*FOLLOW_UP_COLUMNS, RECORD_OR_SHOW if changes else SHOW],
        rows=queries.follow_ups_due(by=request.actor, today=clock.today()),
        file="sala-follow-ups",
        empty=_("Nothing is due."),
    )
    planned = ListTable(
        columns=RETURN_COLUMNS,
        rows=queries.returns_open(by=request.actor),
        file="sala-returns-planned",
        empty=_("No return is planned."),
        title=_("Planned, and not yet gone"),
        name="planned",
    )
    shown = Listing(
        title=_("Follow-ups"),
        tables=[due, planned],
        intro=_(
            "People who returned, and whom your agency is to ask after. A return is not"
            " the end of help."
        ),
        extra={"again": queries.exploited_again(by=request.actor)},
    )
    return list_page(request, shown, "protection/list_follow_ups.html")


def summary_rows(row: ReturnRow) -> list[tuple[str, object]]:
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
    return {
        "row": row,
        "state": follow_up_state(row),
        "found": labels.FOUND.get(row.found, "") or labels.REASONS.get(row.reason, ""),
        "manner": labels.MANNERS.get(row.manner, ""),
    }


def follow_up_state(row: FollowUpRow) -> StateTag:
    """How far a follow-up is, or that it is late."""
    return labels.STATES["late" if row.late(clock.today()) else row.state]


def person_cell(row: FollowUpRow | ReturnRow) -> CellLink:
    """The person whom a return or a follow-up is about."""
    return CellLink(row.spoken_code, reverse("show_person", args=[row.person_code]))


def show_cell(row: FollowUpRow) -> CellLink:
    """The way to the return of a follow-up."""
    page = reverse("show_return", args=[row.return_id])
    return CellLink(_("Show the return"), page, f"{row.spoken_code}, {day(row.due_on)}")


def record_or_show_cell(row: FollowUpRow) -> Cell:
    """The way to write down how somebody is, where nobody did."""
    page = reverse("record_follow_up", args=[row.id])
    record = CellLink(
        _("Record the follow-up"), page, f"{row.spoken_code}, {day(row.due_on)}"
    )
    return [record if row.moves else None, show_cell(row)]


def return_state_cell(row: ReturnRow) -> Cell:
    """How far a return is, and whether its day has passed."""
    late = row.planned_on < clock.today()
    return [labels.STATES[row.state], StateTag(_("Late"), "red") if late else None]


FOLLOW_UP_COLUMNS: list[ListColumn[FollowUpRow]] = [
    ListColumn("person", gettext_lazy("Person"), lambda r: r.spoken_code, person_cell),
    ListColumn("due", gettext_lazy("Due"), lambda r: r.due_on),
    ListColumn("state", gettext_lazy("State"), lambda r: r.state, follow_up_state),
]
SHOW: ListColumn[FollowUpRow] = ListColumn("", gettext_lazy("Next step"), show_cell)
RECORD_OR_SHOW: ListColumn[FollowUpRow] = ListColumn(
    "", gettext_lazy("Next step"), record_or_show_cell
)
RETURN_COLUMNS: list[ListColumn[ReturnRow]] = [
    ListColumn("person", gettext_lazy("Person"), lambda r: r.spoken_code, person_cell),
    ListColumn("planned_on", gettext_lazy("Planned for"), lambda r: r.planned_on),
    ListColumn("state", gettext_lazy("State"), lambda r: r.state, return_state_cell),
    ListColumn(
        "",
        gettext_lazy("Next step"),
        lambda r: CellLink(
            _("Show the return"),
            reverse("show_return", args=[r.id]),
            r.spoken_code,
        ),
    ),
]
