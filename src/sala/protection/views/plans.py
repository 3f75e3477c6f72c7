"""The plan of support of a person, its goals, and its versions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import Purpose
from sala.desk import conflicts
from sala.desk.listing import (
    Cell,
    CellLink,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import LoadedForm, MovedOnError, SubmittedForm, submit_form
from sala.kit import clock
from sala.kit.forms import KeptForm
from sala.kit.states import ChangedMeanwhileError
from sala.kit.tags import StateTag
from sala.people import codes, lookup
from sala.protection import labels
from sala.protection.actions import plans as actions
from sala.protection.forms.plans import (
    AgreeForm,
    AnswersForm,
    EndPlanForm,
    GoalForm,
    GoalMoveForm,
)
from sala.protection.queries import plans as queries
from sala.protection.queries.plans import SupportPlanRow
from sala.protection.states import PLAN
from sala.protection.views.plan_words import goal_line, plan_line, version_line
from sala.protection.views.shelters import rights_of


def show_plan(request: ActingRequest, code: str) -> HttpResponse:
    """A person's plan; with a POST, begin one."""
    person = lookup.person_or_404(request, code)
    if request.method == "POST":
        with missing_as_404():
            try:
                actions.start_plan(
                    by=request.actor,
                    at=clock.now(),
                    person=person.id,
                )
            except ChangedMeanwhileError:
                messages.warning(
                    request,
                    _("Somebody began a plan meanwhile. Here it is."),
                )
        return redirect("show_plan", code)
    row = queries.plan_of(by=request.actor, person=person.id)
    context = {
        "person": person,
        "plan": row and plan_line(row),
        "goals": [goal_line(goal) for goal in row.goals] if row else [],
        "changes": may(request.actor, "protection.plan.change"),
        "refers": may(request.actor, "protection.referral.send"),
    }
    return render(request, "protection/show_plan.html", context)


def list_plans(request: ActingRequest) -> HttpResponse:
    """The plans that the agency leads, and whom it helps without one."""
    by = request.actor
    plans = ListTable(
        columns=PLAN_COLUMNS,
        rows=queries.plans_led(by=by),
        file="sala-plans-of-support",
        empty=_("Your agency leads no plan. One begins on the page of a person."),
        title=_("Led by your agency"),
    )
    without = ListTable(
        columns=WITHOUT_COLUMNS,
        rows=queries.helped_without_plan(by=by),
        file="sala-without-a-plan",
        title=_("Taken on, and without a plan"),
        name="without",
    )
    shown = Listing(
        title=_("Plans of support"),
        tables=[without, plans] if without.rows else [plans],
    )
    return list_page(request, shown, "protection/list_plans.html")


def list_versions(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Every version of a plan, with who changed what."""
    row = plan_or_404(request, plan)
    rows = queries.load_versions(by=request.actor, plan=plan)
    context = {"plan": plan_line(row), "versions": [version_line(v) for v in rows]}
    return render(request, "protection/list_versions.html", context)


def add_goal(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Add what the person needs."""
    row = plan_or_404(request, plan)
    rights = rights_of(request.actor, row.person_id)

    def save(form: GoalForm) -> None:
        version = form.cleaned_data["version"]
        actions.add_goal(
            by=request.actor,
            at=clock.now(),
            plan=plan,
            version=version,
            goal=form.goal(),
        )

    return plan_form_page(
        request,
        lambda sent: versioned_form(
            plan_or_404(request, plan), GoalForm(sent, rights=rights)
        ),
        save,
        plan=row,
        title=_("Add a goal"),
        button=_("Add the goal"),
    )


def change_goal(request: ActingRequest, goal: UUID) -> HttpResponse:
    """Say who else answers for a goal, or by when."""
    row, _goal = seen_goal(request, goal)

    def known(sent: QueryDict | None) -> LoadedForm:
        row, now = seen_goal(request, goal)
        first = {"responsible": str(now.responsible_id), "by_when": now.by_when}
        return replace(versioned_form(row, AnswersForm(sent, initial=first)), state="")

    def save(form: AnswersForm) -> None:
        said = form.cleaned_data
        actions.change_goal(
            by=request.actor,
            at=clock.now(),
            goal=goal,
            version=said["version"],
            responsible=UUID(said["responsible"]),
            by_when=said["by_when"],
        )

    return plan_form_page(
        request,
        known,
        save,
        plan=row,
        title=_("Change the goal"),
        button=_("Change it"),
    )


def show_goal(request: ActingRequest, goal: UUID) -> HttpResponse:
    """One goal: its note, and what became of it."""
    row, _goal = seen_goal(request, goal)
    changes = may(request.actor, "protection.plan.change")

    def known(sent: QueryDict | None) -> LoadedForm:
        row, now = seen_goal(request, goal)
        form = GoalMoveForm(sent, moves=now.moves if changes else ())
        return replace(
            versioned_form(row, form), state=labels.GOAL_STATES[now.state].words
        )

    if request.method == "POST" and "open" in request.POST:
        with missing_as_404():
            note = actions.open_note(by=request.actor, goal=goal)
        shown = known(None)
        conflicts.remember_version(shown.form, version=shown.version)
        return goal_shown(request, goal, SubmittedForm(shown.form), note)

    def save(form: GoalMoveForm) -> None:
        actions.move_goal(
            by=request.actor,
            at=clock.now(),
            goal=goal,
            **form.said_of_version,
        )

    done = submit_form(request, known, save)
    return (
        redirect("show_plan", row.person_code)
        if done.made
        else goal_shown(request, goal, done)
    )


def goal_shown(
    request: ActingRequest,
    goal: UUID,
    done: SubmittedForm[None],
    note: str = "",
) -> HttpResponse:
    """The page of a goal, with its note where it was opened."""
    row, now = seen_goal(request, goal)
    context = {
        "plan": plan_line(row),
        "line": goal_line(now),
        "form": done.form,
        "overtaken": done.overtaken,
        "moves": now.moves if may(request.actor, "protection.plan.change") else (),
        "corrects": now.correctable and may(request.actor, "protection.plan.change"),
        "note": note,
        "meanwhile": what_others_changed(request, row, done),
        "opens": now.noted and may(request.actor, Purpose.SERVICES.word),
    }
    return render(request, "protection/show_goal.html", context)


def agree_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Record that the person agreed."""
    row, first = plan_or_404(request, plan), {"agreed_on": clock.today()}

    def save(form: AgreeForm) -> None:
        actions.record_agreement(
            by=request.actor,
            at=clock.now(),
            plan=plan,
            **form.said_of_version,
        )

    return plan_form_page(
        request,
        lambda sent: versioned_form(
            plan_or_404(request, plan), AgreeForm(sent, initial=first)
        ),
        save,
        plan=row,
        title=_("Agree the plan"),
        button=_("The person agrees"),
    )


def end_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    """End the plan, for a reason."""
    row = plan_or_404(request, plan)

    def save(form: EndPlanForm) -> None:
        actions.end_plan(
            by=request.actor,
            at=clock.now(),
            plan=plan,
            **form.said_of_version,
        )

    return plan_form_page(
        request,
        lambda sent: versioned_form(plan_or_404(request, plan), EndPlanForm(sent)),
        save,
        plan=row,
        title=_("End the plan"),
        button=_("End it"),
    )


def plan_form_page(
    request: ActingRequest,
    known: Callable[[QueryDict | None], LoadedForm],
    save: Callable[[Any], None],
    *,
    plan: SupportPlanRow,
    title: str,
    button: str,
) -> HttpResponse:
    """A form on a plan: save what is filled in, or say what others changed and keep
    it.
    """
    if plan.state in PLAN.finals:
        back = reverse("show_plan", args=[plan.person_code])
        raise MovedOnError(labels.PLAN_STATES[plan.state].words, back)
    done = submit_form(request, known, save)
    if done.made:
        return redirect("show_plan", plan.person_code)
    now = plan_or_404(request, plan.id)
    context = {
        "plan": plan_line(now),
        "form": done.form,
        "overtaken": done.overtaken,
        "title": title,
        "button": button,
        "meanwhile": what_others_changed(request, now, done),
        "agreed": now.state == "agreed",
    }
    return render(request, "protection/fill_plan.html", context)


def versioned_form(row: SupportPlanRow, form: KeptForm) -> LoadedForm:
    """A form on a plan, which knows the plan's version."""
    state = labels.PLAN_STATES[row.state].words
    return LoadedForm(
        form,
        row.version,
        state,
        row.changed_by,
        row.changed_at,
    )


def what_others_changed(
    request: ActingRequest,
    row: SupportPlanRow,
    done: SubmittedForm[None],
) -> list[Any]:
    """What others changed since the version that whoever comes too late was shown."""
    if done.overtaken is None:
        return []
    shown = done.form.fields["version"].clean(request.POST.get("version", ""))
    rows = queries.changed_since(
        by=request.actor,
        plan=row.id,
        version=shown,
    )
    return [version_line(v) for v in rows]


def plan_or_404(request: ActingRequest, plan: UUID) -> SupportPlanRow:
    """The plan, for whoever sees its person."""
    row = queries.load_plan(by=request.actor, key=plan)
    if row is None:
        raise Http404
    return row


def seen_goal(
    request: ActingRequest, goal: UUID
) -> tuple[SupportPlanRow, queries.GoalRow]:
    """The goal with its plan, for whoever sees its person."""
    pair = queries.load_goal(by=request.actor, key=goal)
    if pair is None:
        raise Http404
    return pair


def plan_link(code: str) -> CellLink:
    """The way to a person's plan."""
    return CellLink(codes.grouped_for_reading(code), reverse("show_plan", args=[code]))


def plan_state_cell(row: SupportPlanRow) -> Cell:
    """Whether a plan is agreed, and whether it should have been looked at again."""
    late = StateTag(_("Late"), "red") if row.late(clock.today()) else None
    return [labels.PLAN_STATES[row.state], late]


PLAN_COLUMNS: list[ListColumn[SupportPlanRow]] = [
    ListColumn(
        "person",
        gettext_lazy("Person"),
        lambda r: codes.grouped_for_reading(r.person_code),
        lambda r: plan_link(r.person_code),
    ),
    ListColumn(
        "state",
        gettext_lazy("State"),
        lambda r: r.state,
        plan_state_cell,
        words=labels.PLAN_STATES,
        filters=True,
    ),
    ListColumn(
        "open",
        gettext_lazy("To be reached"),
        lambda r: sum(goal.state == "open" for goal in r.goals),
        numeric=True,
    ),
    ListColumn(
        "reached",
        pgettext_lazy("goal", "Reached"),
        lambda r: sum(goal.state == "reached" for goal in r.goals),
        numeric=True,
    ),
    ListColumn("review_on", gettext_lazy("Looked at again on"), lambda r: r.review_on),
]
WITHOUT_COLUMNS: list[ListColumn[str]] = [
    ListColumn("person", gettext_lazy("Person"), codes.grouped_for_reading, plan_link)
]
