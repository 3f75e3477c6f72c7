"""Operations: whom an agency met, and whether each of them was asked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk import places
from sala.desk.list_filters import ListFilter
from sala.desk.listing import ListColumn, Listing, ListTable, list_page
from sala.desk.lookup import missing_as_404
from sala.desk.pages import LoadedForm, submit_form
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.bar_charts import share_of_whole
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import number
from sala.people import codes
from sala.screening.actions import operations as actions
from sala.screening.forms.operations import (
    ExplainForm,
    OperationForm,
    TakeBackForm,
    as_initial,
)
from sala.screening.labels import (
    ACCOUNTED,
    BELONGING,
    NOT_SCREENED,
    OPERATIONS,
    WHO,
)
from sala.screening.queries import drafts, screenings
from sala.screening.queries import operations as queries
from sala.screening.queries.operations import OperationPage, OperationRow
from sala.screening.rules.operations import OperationAccount


@dataclass(frozen=True)
class AccountBar:
    """One step of the picture: how many, and how long in hundredths of those met."""

    name: str
    label: str | Promise
    number: int
    width: float


@dataclass(frozen=True)
class OperationLine:
    """One operation in words, with its picture."""

    row: OperationRow
    kind: str | Promise
    where: str
    state: StateTag
    bars: list[AccountBar]


def list_operations(request: ActingRequest) -> HttpResponse:
    """The agency's operations, those that are not accounted for first."""
    state: ListFilter[OperationRow] = ListFilter(
        "state", gettext_lazy("State"), ACCOUNTED
    )
    table = ListTable(
        page=lambda r: reverse("show_operation", args=[r.id]),
        columns=operation_columns(),
        rows=queries.find_operations(by=request.actor, state=state.chosen(request.GET)),
        file="sala-operations",
        empty=_("Your agency has recorded no operation."),
        filters=[state],
    )
    records = may(request.actor, "screening.operation.record")
    shown = Listing(
        title=_("Operations"),
        tables=[table],
        intro=_(
            "Whenever your agency meets people who may be victims, count them here."
            " Each is screened, or it is said why not."
        ),
        add_url=reverse("record_operation") if records else "",
        add_label=_("Record an operation"),
    )
    return list_page(request, shown)


def record_operation(request: ActingRequest) -> HttpResponse:
    """Record whom an operation met."""
    form = OperationForm(
        request.POST if request.method == "POST" else None,
        initial={
            "happened_on": clock.today(),
            **asdict(queries.usual_place(by=request.actor)),
        },
    )
    if form.is_valid():
        with reporting_to(form):
            made = actions.record_operation(
                by=request.actor,
                at=clock.now(),
                occasion=form.occasion(),
            )
            messages.success(request, _("The operation is recorded."))
            return redirect("show_operation", made)
    return render(request, "screening/record_operation.html", {"form": form})


def show_operation(request: ActingRequest, operation: UUID) -> HttpResponse:
    """One operation: met, screened, with signs, sent on; and who is not
    accounted for.
    """
    page = operation_or_404(request, operation)
    by = request.actor
    explains = may(by, "screening.operation.explain")
    alone = (
        screenings.not_sent_on_of(by=by, operation=operation)
        if may(by, "screening.screening.view")
        else []
    )
    screens = bool(may(by, "screening.screening.record"))
    context = {
        "line": present_operation(page.row),
        "account": page.row.account,
        "groups": [
            (
                WHO.get((g.sex, g.age_group), WHO["", ""]),
                present_belonging(g.national),
                g,
            )
            for g in page.groups
        ],
        "alone": [(row, codes.grouped_for_reading(row.person_code)) for row in alone],
        "elsewhere": max(page.row.account.not_referred - len(alone), 0),
        "drafts": drafts.drafts_of(by=by, operation=operation) if screens else [],
        "explained": [
            (
                NOT_SCREENED[e.reason],
                e,
                explains and (e.own or by.role == "supervisor"),
            )
            for e in page.explained
        ],
        "may_record": may(by, "screening.operation.record"),
        "may_explain": explains,
        "may_screen": screens,
    }
    return render(request, "screening/show_operation.html", context)


def change_operation(request: ActingRequest, operation: UUID) -> HttpResponse:
    """Correct what was recorded."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = operation_or_404(request, operation)
        names = ("kind", "happened_on", "place_code", "crossing_code")
        known = {name: getattr(now.row, name) for name in names} | as_initial(now.met)
        form = OperationForm(sent, initial=known)
        return LoadedForm(form, now.row.version)

    def change(form: OperationForm) -> None:
        actions.change_operation(
            by=request.actor,
            at=clock.now(),
            operation=operation,
            occasion=form.occasion(),
            version=form.cleaned_data["version"],
        )

    done = submit_form(request, kept, change, _("The operation is corrected."))
    if done.made:
        return redirect("show_operation", operation)
    row = operation_or_404(request, operation).row
    context = {
        "form": done.form,
        "row": row,
        "overtaken": done.overtaken,
    }
    return render(request, "screening/record_operation.html", context)


def explain_operation(request: ActingRequest, operation: UUID) -> HttpResponse:
    """Record why some are not screened, or take back a reason that was wrong."""
    page = operation_or_404(request, operation)
    taken = TakeBackForm(request.POST if "explained" in request.POST else None)
    if taken.is_valid():
        with missing_as_404():
            actions.take_back(
                by=request.actor,
                at=clock.now(),
                operation=operation,
                **taken.cleaned_data,
            )
        messages.success(
            request,
            _("The reason is taken back. Those people are to be screened."),
        )
        return redirect("show_operation", operation)
    form = ExplainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            actions.explain_unscreened(
                by=request.actor,
                at=clock.now(),
                operation=operation,
                **form.cleaned_data,
            )
            messages.success(request, _("The reason is recorded."))
            return redirect("show_operation", operation)
    context = {
        "form": form,
        "line": present_operation(page.row),
        "account": page.row.account,
    }
    return render(request, "screening/explain_operation.html", context)


def operation_or_404(request: ActingRequest, operation: UUID) -> OperationPage:
    """The operation an address names; "not found" where the asker sees none."""
    page = queries.load_operation(by=request.actor, key=operation)
    if page is None:
        raise Http404
    return page


def present_operation(row: OperationRow) -> OperationLine:
    """An operation in words."""
    return OperationLine(
        row,
        OPERATIONS[row.kind],
        operation_place(row, crossing_names()),
        account_state(row.account),
        account_bars(row.account),
    )


def crossing_names() -> dict[str, str]:
    """The border crossings of the country by their codes."""
    return {c.code: c.name for c in countries.border_crossings()}


def operation_place(row: OperationRow, crossings: Mapping[str, str]) -> str:
    """Where an operation was: the crossing, or the place."""
    if not row.crossing_code:
        return places.place_name(row.place_code)
    return crossings.get(row.crossing_code, row.crossing_code)


def account_state(account: OperationAccount) -> StateTag:
    """Whether everybody who was met is accounted for, and what is missing if not."""
    if account.met is None:
        return StateTag(_("Nobody counted whom they met"), "red")
    if account.unscreened:
        words = ngettext(
            "%(number)s person not screened, and nobody says why",
            "%(number)s people not screened, and nobody says why",
            account.unscreened,
        )
        return StateTag(words % {"number": number(account.unscreened)}, "red")
    if account.too_many:
        return StateTag(_("More people are accounted for than were met"), "orange")
    if account.met and not account.screened:
        return StateTag(_("Nobody was screened; the reasons are recorded"), "yellow")
    if account.not_referred:
        return StateTag(_("Accounted for, but not everybody is sent on"), "orange")
    return StateTag(_("Everybody is accounted for"), "green")


def account_bars(account: OperationAccount) -> list[AccountBar]:
    """Met, screened, with signs, sent on; each as long as its part of those met."""
    whole = max(account.met or 0, account.screened, 1)
    steps = [
        ("met", pgettext_lazy("people", "Met"), account.met or 0),
        ("screened", gettext_lazy("Screened"), account.screened),
        ("indicated", gettext_lazy("With signs of trafficking"), account.indicated),
        ("referred", gettext_lazy("Sent on"), account.referred),
    ]
    return [
        AccountBar(name, label, number, share_of_whole(number, whole))
        for name, label, number in steps
    ]


def present_belonging(national: bool | None) -> str | Promise:
    """Nationals, foreigners, or not recorded."""
    return next(words for known, words in BELONGING.values() if known is national)


def operation_columns() -> list[ListColumn[OperationRow]]:
    """What a list of operations tells of each; the crossings' names are read once."""
    crossings = crossing_names()
    return [
        ListColumn(
            "code",
            gettext_lazy("Code"),
            lambda r: codes.grouped_for_reading(r.code),
            shown=False,
        ),
        ListColumn(
            "kind", gettext_lazy("Operation"), lambda r: r.kind, words=OPERATIONS
        ),
        ListColumn("happened_on", gettext_lazy("Day"), lambda r: r.happened_on),
        ListColumn(
            "place", gettext_lazy("Where"), lambda r: operation_place(r, crossings)
        ),
        ListColumn(
            "met", pgettext_lazy("people", "Met"), lambda r: r.account.met, numeric=True
        ),
        ListColumn(
            "screened",
            gettext_lazy("Screened"),
            lambda r: r.account.screened,
            numeric=True,
        ),
        ListColumn(
            "indicated",
            gettext_lazy("With signs of trafficking"),
            lambda r: r.account.indicated,
            numeric=True,
        ),
        ListColumn(
            "referred",
            gettext_lazy("Sent on"),
            lambda r: r.account.referred,
            numeric=True,
        ),
        ListColumn(
            "state",
            gettext_lazy("State"),
            lambda r: r.state,
            lambda r: account_state(r.account),
        ),
    ]
