"""Budget lines: what there is and what was spent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.desk.listing import ListColumn, Listing, ListTable, list_page
from sala.desk.lookup import missing_as_404
from sala.desk.pages import (
    LoadedForm,
    PageWords,
    action_result,
    edit_page,
    form_page,
    get_or_404,
    posted_data,
)
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import day, number
from sala.partnership import actions, labels
from sala.partnership.forms.budget import (
    AllocationForm,
    ChangeAllocationForm,
    SpendingForm,
)
from sala.partnership.queries import budget as queries
from sala.partnership.queries import plans
from sala.partnership.queries.budget import BudgetRow
from sala.partnership.queries.committees import keeps_coordination

BUDGET = gettext_lazy("Budget")


def list_budget(request: ActingRequest) -> HttpResponse:
    """Every budget line, the latest fiscal year first."""
    rows = queries.budget_lines(by=request.actor)
    table = ListTable(
        page=lambda r: reverse("show_budget_line", args=[r.id]),
        columns=BUDGET_COLUMNS,
        rows=rows,
        file="sala-budget",
        empty=_("No budget line is recorded."),
    )
    shown = Listing(
        title=BUDGET,
        tables=[table],
        intro=_("In whole units of the currency, %(currency)s.")
        % {"currency": countries.loaded_pack().currency},
        add_url=reverse("allocate") if keeps_coordination(by=request.actor) else "",
        add_label=_("Add a budget line"),
        back=reverse("show_partnership"),
        back_label=_("Partnership"),
    )
    return list_page(request, shown)


def add_line(request: ActingRequest) -> HttpResponse:
    """Add a budget line."""
    known = plans.load_objectives(by=request.actor)
    initial = {"fiscal_year": clock.today().year}
    form = AllocationForm(
        posted_data(request),
        objectives=known,
        initial=initial,
    )
    page = PageWords(_("Add a budget line"), _("Save"), reverse("list_budget"), BUDGET)
    return form_page(
        request,
        form,
        page,
        lambda: actions.add_budget_line(
            by=request.actor,
            at=clock.now(),
            allocation=form.allocation(),
        ),
        lambda made: reverse("show_budget_line", args=[made]),
    )


def change_allocation(request: ActingRequest, line: UUID) -> HttpResponse:
    """Correct how much a line has."""
    row = get_or_404(queries.budget_line(by=request.actor, key=line))
    back = reverse("show_budget_line", args=[line])

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.budget_line(by=request.actor, key=line))
        form = ChangeAllocationForm(sent, initial={"allocated": now.allocated})
        return LoadedForm(form, now.version)

    def change(form: ChangeAllocationForm) -> None:
        actions.change_allocation(
            by=request.actor,
            at=clock.now(),
            line=line,
            **form.said_of_version,
        )

    page = PageWords(
        _("Correct the budget line"),
        _("Save"),
        back,
        line_title(row),
        line_title(row),
    )
    return edit_page(
        request,
        page,
        kept,
        change,
        lambda _done: back,
    )


def show_budget_line(request: ActingRequest, line: UUID) -> HttpResponse:
    """One line and what was spent of it."""
    row = get_or_404(queries.budget_line(by=request.actor, key=line))
    if request.method == "POST" and "spending" in request.POST:
        wanted = [
            s.id
            for s in row.spendings
            if str(s.id) == request.POST["spending"] and s.own
        ]
        with missing_as_404():
            key = next(iter(wanted), UUID(int=0))
            actions.take_back_spending(
                by=request.actor,
                at=clock.now(),
                spending=key,
            )
        messages.success(request, _("It is taken back."))
        return redirect("show_budget_line", line)
    form = SpendingForm(posted_data(request), initial={"up_to": clock.today()})
    if (
        row.may_spend
        and action_result(request, form, lambda: save_spending(request, row, form))
        is not None
    ):
        return redirect("show_budget_line", line)
    context = {
        "row": row,
        "title": line_title(row),
        "facts": summary_rows(row),
        "form": form,
        "keeps": keeps_coordination(by=request.actor),
    }
    return render(request, "partnership/show_budget_line.html", context)


def save_spending(request: ActingRequest, row: BudgetRow, form: SpendingForm) -> UUID:
    """Record spending."""
    return actions.record_spending(
        by=request.actor,
        at=clock.now(),
        line=row.id,
        **form.cleaned_data,
    )


def line_title(row: BudgetRow) -> str:
    """A line by its year and purpose."""
    return f"{row.fiscal_year}: {labels.PURPOSES[row.purpose]}"


def summary_rows(row: BudgetRow) -> list[tuple[Words, object]]:
    """A line in words."""
    up_to = f" ({day(row.spendings[0].up_to)})" if row.spendings else ""
    return [
        (_("Agency"), row.agency),
        (_("Objective"), row.objective_number or _("None of its own")),
        (_("Given by"), labels.SOURCES[row.source]),
        (_("There is"), number(row.allocated)),
        (_("Spent"), number(row.spent) + up_to),
    ]


BUDGET_COLUMNS: list[ListColumn[BudgetRow]] = [
    ListColumn("id", gettext_lazy("Code"), lambda r: r.id, shown=False),
    ListColumn(
        "fiscal_year", gettext_lazy("Fiscal year"), lambda r: r.fiscal_year, shown=False
    ),
    ListColumn("purpose", gettext_lazy("Line"), lambda r: r.purpose, line_title),
    ListColumn(
        "agency",
        gettext_lazy("Agency"),
        lambda r: r.agency_code,
        lambda r: r.agency,
        filters=True,
    ),
    ListColumn(
        "objective",
        gettext_lazy("Objective"),
        lambda r: r.objective_number,
        shown=False,
    ),
    ListColumn(
        "source",
        gettext_lazy("Where the money is from"),
        lambda r: r.source,
        words=labels.SOURCES,
        filters=True,
    ),
    ListColumn(
        "allocated", gettext_lazy("There is"), lambda r: r.allocated, numeric=True
    ),
    ListColumn("spent", gettext_lazy("Spent"), lambda r: r.spent, numeric=True),
    ListColumn(
        "up_to",
        gettext_lazy("Spent until"),
        lambda r: r.spendings[0].up_to if r.spendings else None,
        shown=False,
    ),
    ListColumn(
        "",
        gettext_lazy("Remark"),
        lambda r: (
            StateTag(gettext_lazy("More was spent than there was"), "red")
            if r.overspent
            else "–"
        ),
    ),
]
