"""The plan of support of a person, its goals, and its versions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import OPENS_IDENTITIES
from sala.access.views.missing import as_404
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.people import codes
from sala.people.views import found
from sala.protection.actions import plans as actions
from sala.protection.forms.plans import (
    AgreeForm,
    AnswersForm,
    EndPlanForm,
    GoalForm,
    GoalMoveForm,
)
from sala.protection.queries import plans as queries
from sala.protection.queries.plans import PlanRow
from sala.protection.views.plan_words import goal_line, plan_line, version_line
from sala.protection.views.shelters import rights_of


def show_plan(request: ActingRequest, code: str) -> HttpResponse:
    """A person's plan; with a POST, begin one."""
    person = found.person(request, code)
    if request.method == "POST":
        with as_404():
            try:
                actions.start_plan(by=request.actor, at=clock.now(), person=person.id)
            except ChangedMeanwhileError:
                messages.warning(request, _("Somebody began a plan meanwhile. Here it is."))
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
    context = {
        "plans": [plan_line(row) for row in queries.plans_led(by=by)],
        "without": [(code, codes.spoken(code)) for code in queries.helped_without_plan(by=by)],
    }
    return render(request, "protection/list_plans.html", context)


def list_versions(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Every version of a plan, with who changed what."""
    row = seen(request, plan)
    rows = queries.versions(by=request.actor, plan=plan)
    context = {"plan": plan_line(row), "versions": [version_line(v) for v in rows]}
    return render(request, "protection/list_versions.html", context)


def add_goal(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Add what the person needs."""
    row = seen(request, plan)
    form = GoalForm(
        posted(request), initial=version(row), rights=rights_of(request.actor, row.person_id)
    )

    def save(said: dict[str, Any]) -> None:
        actions.add_goal(
            by=request.actor, at=clock.now(), plan=plan, version=said["version"], goal=form.goal()
        )

    return filled(request, row, form, save, title=_("Add a goal"), button=_("Add the goal"))


def change_goal(request: ActingRequest, goal: UUID) -> HttpResponse:
    """Say who else answers for a goal, or by when."""
    row, kept = seen_goal(request, goal)
    initial = version(row) | {"responsible": str(kept.responsible_id), "by_when": kept.by_when}
    form = AnswersForm(posted(request), initial=initial)

    def save(said: dict[str, Any]) -> None:
        actions.change_goal(
            by=request.actor,
            at=clock.now(),
            goal=goal,
            version=said["version"],
            responsible=UUID(said["responsible"]),
            by_when=said["by_when"],
        )

    return filled(request, row, form, save, title=_("Change the goal"), button=_("Change it"))


def show_goal(request: ActingRequest, goal: UUID) -> HttpResponse:
    """One goal: its note, and what became of it."""
    row, kept = seen_goal(request, goal)
    moves = kept.moves if may(request.actor, "protection.plan.change") else ()
    opens = request.method == "POST" and "open" in request.POST
    note = ""
    if opens:
        with as_404():
            note = actions.open_note(by=request.actor, goal=goal)
    form = GoalMoveForm(None if opens else posted(request), initial=version(row), moves=moves)
    meanwhile: list[Any] = []
    if moves and form.is_valid():
        with as_404(), reporting_to(form):
            try:
                actions.move_goal(by=request.actor, at=clock.now(), goal=goal, **form.cleaned_data)
            except (ChangedMeanwhileError, NotAllowedError):
                meanwhile = what_others_changed(request, row, form)
            else:
                messages.success(request, _("It is recorded."))
                return redirect("show_plan", row.person_code)
    context = {
        "plan": plan_line(row),
        "line": goal_line(kept),
        "form": form,
        "moves": moves,
        "note": note,
        "meanwhile": meanwhile,
        "opens": kept.noted and request.actor.role in OPENS_IDENTITIES,
    }
    return render(request, "protection/show_goal.html", context)


def agree_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Record that the person agreed."""
    row = seen(request, plan)
    form = AgreeForm(posted(request), initial=version(row) | {"agreed_on": clock.today()})

    def save(said: dict[str, Any]) -> None:
        actions.agree(by=request.actor, at=clock.now(), plan=plan, **said)

    return filled(
        request, row, form, save, title=_("Agree the plan"), button=_("The person agrees")
    )


def end_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    """End the plan, for a reason."""
    row = seen(request, plan)
    form = EndPlanForm(posted(request), initial=version(row))

    def save(said: dict[str, Any]) -> None:
        actions.end_plan(by=request.actor, at=clock.now(), plan=plan, **said)

    return filled(request, row, form, save, title=_("End the plan"), button=_("End it"))


def filled(
    request: ActingRequest,
    row: PlanRow,
    form: forms.Form,
    save: Callable[[dict[str, Any]], None],
    *,
    title: str,
    button: str,
) -> HttpResponse:
    """A form on a plan: save what is filled in, or say what others changed and keep it."""
    meanwhile: list[Any] = []
    if form.is_valid():
        with as_404(), reporting_to(form):
            try:
                save(form.cleaned_data)
            except (ChangedMeanwhileError, NotAllowedError):
                meanwhile = what_others_changed(request, row, form)
            else:
                messages.success(request, _("It is recorded."))
                return redirect("show_plan", row.person_code)
    context = {
        "plan": plan_line(row),
        "form": form,
        "title": title,
        "button": button,
        "meanwhile": meanwhile,
        "agreed": row.state == "agreed",
    }
    return render(request, "protection/fill_plan.html", context)


def what_others_changed(request: ActingRequest, row: PlanRow, form: forms.Form) -> list[Any]:
    """What others changed since the writer's version; what was typed stays to be sent again."""
    form.add_error(None, _("The plan was changed meanwhile. Look what is new, and send it again."))
    rows = queries.changed_since(
        by=request.actor, plan=row.id, version=form.cleaned_data["version"]
    )
    return [version_line(v) for v in rows]


def posted(request: ActingRequest) -> Any:
    """What was sent, if anything."""
    return request.POST if request.method == "POST" else None


def version(row: PlanRow) -> dict[str, Any]:
    """The version that the writer sees."""
    return {"version": row.version}


def seen(request: ActingRequest, plan: UUID) -> PlanRow:
    """The plan, for whoever sees its person."""
    row = queries.plan(by=request.actor, key=plan)
    if row is None:
        raise Http404
    return row


def seen_goal(request: ActingRequest, goal: UUID) -> tuple[PlanRow, queries.GoalRow]:
    """The goal with its plan, for whoever sees its person."""
    pair = queries.goal(by=request.actor, key=goal)
    if pair is None:
        raise Http404
    return pair
