"""The units that an administrator keeps."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access import actions, queries
from sala.access.guards import ActingRequest
from sala.access.queries import AgencyRow
from sala.access.rules import AgencyText
from sala.administration.forms import (
    AgencyForm,
    CloseAgencyForm,
    RenameForm,
    role_sentence,
)
from sala.desk import conflicts
from sala.desk.list_filters import ListFilter
from sala.desk.listing import (
    Cell,
    CellLink,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.merge_forms import EditConflict
from sala.kit.states import ChangedMeanwhileError
from sala.kit.tags import StateTag


def list_agencies(request: ActingRequest) -> HttpResponse:
    """The administrator's agency and all units below it."""
    table = ListTable(
        columns=AGENCY_COLUMNS,
        rows=queries.administered_agencies(by=request.actor),
        file="sala-agencies",
        filters=[ListFilter("name", _("Name"), None, lambda row: row.name)],
    )
    shown = Listing(
        title=_("Agencies"),
        tables=[table],
        intro=_(
            "Your agency and the units below it. Other agencies are kept by their own"
            " administrators."
        ),
        add_url=reverse("add_agency"),
        add_label=_("Add a unit"),
    )
    return list_page(request, shown)


def add_agency(request: ActingRequest) -> HttpResponse:
    """Add a unit."""
    form = AgencyForm(
        request.POST if request.method == "POST" else None,
        administered=queries.administered_agencies(by=request.actor),
        all_agencies=queries.list_agencies(),
    )
    if form.is_valid():
        typed = form.cleaned_data
        text = AgencyText(
            typed["code"].upper(),
            typed["kind"],
            typed["level"],
            form.names,
        )
        with reporting_to(form, names="name_en"):
            added = actions.add_agency(
                by=request.actor,
                parent=typed["parent"].id,
                text=text,
            )
            messages.success(request, _("%(code)s was added.") % {"code": added.code})
            return redirect("show_agency", added.code)
    return render(request, "administration/add_agency.html", {"form": form})


def show_agency(request: ActingRequest, code: str) -> HttpResponse:
    """One agency, or the step of changing it that the address names."""
    rows = queries.administered_agencies(by=request.actor)
    found = next((a for a in rows if a.code == code), None)
    if found is None:
        raise Http404
    step = {"rename": rename_agency, "close": close_agency}.get(
        request.GET.get("do", ""), agency_overview
    )
    return step(request, found)


def agency_overview(request: ActingRequest, agency: AgencyRow) -> HttpResponse:
    """What is known of an agency, and what can be changed."""
    page = {
        "agency": agency,
        "own": agency.id == request.actor.agency_id,
        "kind": role_sentence(agency.kind),
        "level": role_sentence(agency.level),
    }
    return render(request, "administration/show_agency.html", page)


def rename_agency(request: ActingRequest, agency: AgencyRow) -> HttpResponse:
    """Change the names, unless somebody else changed them meanwhile; the code stays."""
    if request.method != "POST":
        return rename_page(request, agency, rename_form(agency))
    form = RenameForm(request.POST)
    if not form.is_valid():
        return rename_page(request, agency, form)
    others = {k: v for k, v in agency.names.items() if f"name_{k}" not in form.fields}
    shown = {
        k.removeprefix("name_"): v
        for k, v in (conflicts.shown_values(form) or {}).items()
        if v
    }
    try:
        with reporting_to(form, names=form.first_name), missing_as_404():
            actions.rename_agency(
                by=request.actor,
                agency=agency.id,
                names=others | form.names,
                before=others | shown,
            )
            messages.success(request, _("The names were changed."))
            return redirect("show_agency", agency.code)
    except ChangedMeanwhileError:
        now = rename_form(agency)
        return rename_page(request, agency, now, conflicts.merge_overtaken(now, form))


def rename_form(agency: AgencyRow) -> RenameForm:
    """The form with the names as they are."""
    form = RenameForm(
        initial={f"name_{code}": name for code, name in agency.names.items()},
    )
    conflicts.remember_version(form)
    return form


def rename_page(
    request: ActingRequest,
    agency: AgencyRow,
    form: RenameForm,
    news: EditConflict | None = None,
) -> HttpResponse:
    """The page to change the names on."""
    context = {
        "form": form,
        "agency": agency,
        "overtaken": news,
    }
    return render(request, "administration/rename_agency.html", context)


def close_agency(request: ActingRequest, agency: AgencyRow) -> HttpResponse:
    """Close an agency from today."""
    form = CloseAgencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with reporting_to(form), missing_as_404():
            actions.close_agency(
                by=request.actor,
                agency=agency.id,
                on=clock.today(),
            )
            messages.success(request, _("%(code)s is closed.") % {"code": agency.code})
            return redirect("show_agency", agency.code)
    return render(
        request, "administration/close_agency.html", {"form": form, "agency": agency}
    )


def agency_cell(row: AgencyRow) -> Cell:
    """The way to an agency, and that it is closed."""
    link = CellLink(row.name, reverse("show_agency", args=[row.code]))
    return [link, StateTag(_("Closed"), "grey") if row.retired_on else None]


AGENCY_COLUMNS: list[ListColumn[AgencyRow]] = [
    ListColumn("name", gettext_lazy("Name"), lambda r: r.name, agency_cell),
    ListColumn(
        "closed",
        gettext_lazy("Closed"),
        lambda r: r.retired_on is not None,
        shown=False,
    ),
    ListColumn("code", gettext_lazy("Code"), lambda r: r.code),
    ListColumn(
        "part_of",
        gettext_lazy("Part of"),
        lambda r: r.parent_code,
        lambda r: r.parent_code or "–",
    ),
]
