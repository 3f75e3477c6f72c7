"""The action plans, their objectives, and progress on them."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.desk.listing import ListColumn, Listing, ListTable, list_page
from sala.desk.pages import (
    LoadedForm,
    PageWords,
    edit_page,
    form_page,
    get_or_404,
    posted_data,
    submit_form,
)
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.templatetags.kit import day, number
from sala.partnership import actions, labels
from sala.partnership.forms.common import as_initial
from sala.partnership.forms.plans import (
    ActionPlanForm,
    MoveForm,
    ObjectiveForm,
    ProgressForm,
)
from sala.partnership.queries import budget
from sala.partnership.queries import plans as queries
from sala.partnership.queries.committees import keeps_coordination
from sala.partnership.queries.plans import ActionPlanRow, ObjectiveRow

PLANS, OBJECTIVES = gettext_lazy("Action plans"), gettext_lazy("Objectives")


def list_plans(request: ActingRequest) -> HttpResponse:
    """Every action plan."""
    columns: list[ListColumn[ActionPlanRow]] = [
        ListColumn("id", _("Code"), lambda r: r.id, shown=False),
        ListColumn("title", _("Plan"), lambda r: r.title),
        ListColumn("from_on", _("From"), lambda r: r.from_on),
        ListColumn("to_on", _("Until"), lambda r: r.to_on),
        ListColumn(
            "state", _("State"), lambda r: r.state, words=labels.PLANS, filters=True
        ),
    ]
    table = ListTable(
        page=lambda r: reverse("show_action_plan", args=[r.id]),
        columns=columns,
        rows=queries.load_plans(by=request.actor),
        file="sala-action-plans",
        empty=_("No action plan is written yet."),
    )
    shown = Listing(
        title=PLANS,
        tables=[table],
        add_url=reverse("write_plan") if keeps_coordination(by=request.actor) else "",
        add_label=_("Write an action plan"),
        back=reverse("show_partnership"),
        back_label=_("Partnership"),
    )
    return list_page(request, shown)


def list_objectives(request: ActingRequest) -> HttpResponse:
    """The objectives of the plan in force."""
    return objectives_listed(
        request, queries.load_objectives(by=request.actor), OBJECTIVES
    )


def show_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    """One plan with its objectives; the secretariat puts it in force or ends it."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.load_plan(by=request.actor, key=plan))
        return LoadedForm(
            MoveForm(sent, moves=now.moves),
            now.version,
            labels.PLANS[now.state].words,
        )

    move = submit_form(request, kept, lambda form: plan_moved(request, plan, form))
    if move.made:
        return redirect("show_action_plan", plan)
    row = get_or_404(queries.load_plan(by=request.actor, key=plan))
    open_plan = keeps_coordination(by=request.actor) and row.state != "ended"
    rows = queries.load_objectives(by=request.actor, plan=plan)
    extra = {
        "plan": row,
        "state": labels.PLANS[row.state],
        "form": move.form if row.moves else None,
        "overtaken": move.overtaken,
    }
    return objectives_listed(
        request,
        rows,
        row.title,
        plan=row if open_plan else None,
        extra=extra,
    )


def objectives_listed(
    request: ActingRequest,
    rows: list[ObjectiveRow],
    title: Words,
    *,
    plan: ActionPlanRow | None = None,
    extra: dict[str, object] | None = None,
) -> HttpResponse:
    """Objectives as a list."""
    table = ListTable(
        page=lambda r: reverse("show_objective", args=[r.id]),
        columns=OBJECTIVE_COLUMNS,
        rows=rows,
        file="sala-objectives",
        empty=_("There is no objective yet."),
    )
    shown = Listing(
        title=title,
        tables=[table],
        add_url=reverse("add_objective", args=[plan.id]) if plan else "",
        add_label=_("Add an objective"),
        back=reverse("list_action_plans"),
        back_label=PLANS,
        extra=extra or {},
    )
    return list_page(request, shown, "partnership/list_objectives.html")


def plan_moved(request: ActingRequest, plan: UUID, form: MoveForm) -> None:
    """Put a plan in force, or end it."""
    actions.move_plan(
        by=request.actor,
        at=clock.now(),
        plan=plan,
        **form.said_of_version,
    )


def write_plan(request: ActingRequest) -> HttpResponse:
    """Write the draft of a plan."""
    form = ActionPlanForm(posted_data(request))
    page = PageWords(
        _("Write an action plan"),
        _("Save"),
        reverse("list_action_plans"),
        PLANS,
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.write_plan(
            by=request.actor,
            at=clock.now(),
            plan=form.plan(),
        ),
        lambda made: reverse("show_action_plan", args=[made]),
    )


def add_objective(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Add an objective to a plan."""
    row = get_or_404(queries.load_plan(by=request.actor, key=plan))
    form = ObjectiveForm(posted_data(request), initial={"due_on": row.to_on})
    back = reverse("show_action_plan", args=[plan])
    return form_page(
        request,
        form,
        PageWords(
            _("Add an objective"),
            _("Save"),
            back,
            row.title,
            row.title,
        ),
        lambda: actions.add_objective(
            by=request.actor,
            at=clock.now(),
            plan=plan,
            aim=form.aim(),
        ),
        lambda made: reverse("show_objective", args=[made]),
    )


def change_objective(request: ActingRequest, objective: UUID) -> HttpResponse:
    """Change what an objective says."""
    row = get_or_404(queries.load_objective(by=request.actor, key=objective))
    back = reverse("show_objective", args=[objective])

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.load_objective(by=request.actor, key=objective))
        known = {
            "agency": now.agency_code,
            "due_on": now.due_on,
            "target": now.target,
        }
        texts = as_initial("texts", now.texts) | as_initial(
            "indicators",
            now.indicators,
        )
        return LoadedForm(
            ObjectiveForm(
                sent,
                numbered=True,
                initial=known | texts,
            ),
            now.version,
        )

    def change(form: ObjectiveForm) -> None:
        actions.change_objective(
            by=request.actor,
            at=clock.now(),
            objective=objective,
            aim=form.aim(row.number),
            version=form.cleaned_data["version"],
        )

    page = PageWords(
        _("Change the objective"),
        _("Save"),
        back,
        row.number,
        row.number,
    )
    return edit_page(
        request,
        page,
        kept,
        change,
        lambda _done: back,
    )


def show_objective(request: ActingRequest, objective: UUID) -> HttpResponse:
    """One objective, its progress step by step, and its money."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.load_objective(by=request.actor, key=objective))
        first = {"step": len(now.steps), "happened_on": clock.today()}
        form = ProgressForm(
            sent,
            moves=now.moves,
            initial=first,
        )
        return LoadedForm(form, len(now.steps) + 1, labels.OBJECTIVES[now.state].words)

    report = submit_form(
        request, kept, lambda form: save_progress(request, objective, form)
    )
    if report.made:
        return redirect("show_objective", objective)
    row = get_or_404(queries.load_objective(by=request.actor, key=objective))
    lines = budget.budget_lines(by=request.actor, objective=objective)
    context = {
        "row": row,
        "state": labels.OBJECTIVES[row.shown_state(clock.today())],
        "facts": summary_rows(row),
        "steps": [
            (labels.OBJECTIVE_MOVES[s.move], labels.DROPPED.get(s.reason, ""), s)
            for s in row.steps
        ],
        "lines": [(labels.PURPOSES[x.purpose], number(x.allocated), x) for x in lines],
        "form": report.form,
        "overtaken": report.overtaken,
        "keeps": keeps_coordination(by=request.actor),
    }
    return render(request, "partnership/show_objective.html", context)


def save_progress(request: ActingRequest, objective: UUID, form: ProgressForm) -> None:
    """Report progress."""
    actions.report_progress(
        by=request.actor,
        at=clock.now(),
        objective=objective,
        progress=form.progress(),
    )


def shown_state(row: ObjectiveRow) -> str:
    """How far an objective is today."""
    return row.shown_state(clock.today())


def present_measurement(row: ObjectiveRow) -> str:
    """What was measured, of the target where there is one."""
    if row.target is None:
        return number(row.measured)
    return _("%(measured)s of %(target)s") % {
        "measured": number(row.measured),
        "target": number(row.target),
    }


def summary_rows(row: ObjectiveRow) -> list[tuple[Words, object]]:
    """An objective in words."""
    return [
        (_("Agency"), row.agency),
        (_("Until"), day(row.due_on)),
        (_("Indicator"), row.indicator),
        (_("Target"), number(row.target)),
        (_("Measured"), present_measurement(row)),
    ]


OBJECTIVE_COLUMNS: list[ListColumn[ObjectiveRow]] = [
    ListColumn(
        "number",
        gettext_lazy("No."),
        lambda r: r.number,
        order=lambda r: queries.in_order(r.number),
    ),
    ListColumn("text", gettext_lazy("Objective"), lambda r: r.text),
    ListColumn(
        "agency",
        gettext_lazy("Agency"),
        lambda r: r.agency_code,
        lambda r: r.agency,
        filters=True,
    ),
    ListColumn("due_on", gettext_lazy("Until"), lambda r: r.due_on),
    ListColumn(
        "state",
        gettext_lazy("State"),
        shown_state,
        words=labels.OBJECTIVES,
        filters=True,
    ),
    ListColumn(
        "indicator", gettext_lazy("Indicator"), lambda r: r.indicator, shown=False
    ),
    ListColumn("target", gettext_lazy("Target"), lambda r: r.target, shown=False),
    ListColumn(
        "measured", gettext_lazy("Measured"), lambda r: r.measured, present_measurement
    ),
]
