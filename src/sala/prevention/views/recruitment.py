"""Recruitment agencies, what becomes of their licences, and inspections."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import places
from sala.desk.list_filters import ListFilter
from sala.desk.listing import (
    ListColumn,
    Listing,
    ListTable,
    codes_in_words,
    list_page,
    period_of,
    recorded_by_words,
)
from sala.desk.pages import (
    LoadedForm,
    PageWords,
    RecordDetail,
    detail_page,
    form_page,
    get_or_404,
    posted_data,
    submit_form,
)
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.templatetags.kit import day, number
from sala.prevention import actions, labels
from sala.prevention.forms.recruitment import InspectionForm, LicenceForm, RecruiterForm
from sala.prevention.queries import recruitment as queries
from sala.prevention.queries.recruitment import InspectionRow, RecruiterRow
from sala.prevention.views.common import present_place

RECORD, LICENSE = "prevention.work.record", "prevention.licence.record"
RECRUITERS, INSPECTIONS = (
    gettext_lazy("Recruitment agencies"),
    gettext_lazy("Inspections"),
)


def list_recruiters(request: ActingRequest) -> HttpResponse:
    """Who may recruit, as it stood at the end of the time that is asked for."""
    period, year_form = period_of(request)
    rows = queries.recruitment_agencies(by=request.actor, on=period.until)
    columns: list[ListColumn[RecruiterRow]] = [
        ListColumn("code", _("Code"), lambda r: r.code),
        ListColumn("name", _("Name"), lambda r: r.name),
        ListColumn(
            "state",
            _("Licence"),
            lambda r: r.state,
            words=labels.LICENCES,
            filters=True,
        ),
        ListColumn(
            "until",
            _("Until"),
            lambda r: r.last.until,
            lambda r: r.last.until or _("No end"),
        ),
        ListColumn("place", _("Place"), lambda r: r.place_code, shown=False),
        ListColumn(
            "destinations",
            _("Recruits for"),
            lambda r: r.destinations,
            lambda r: present_destinations(r.destinations),
        ),
    ]
    table = ListTable(
        page=lambda r: reverse("show_recruiter", args=[r.id]),
        columns=columns,
        rows=rows,
        file="sala-recruitment-agencies",
        empty=_("No recruitment agency is registered."),
        filters=[ListFilter("name", _("Name"), None, lambda row: row.name)],
    )
    shown = Listing(
        title=RECRUITERS,
        tables=[table],
        intro=_("As their licences stood on %(day)s.") % {"day": day(period.until)},
        add_url=reverse("register_recruiter") if may(request.actor, LICENSE) else "",
        add_label=_("Register a recruitment agency"),
        year_form=year_form,
        back=reverse("show_prevention"),
        back_label=_("Prevention"),
    )
    return list_page(request, shown)


def list_inspections(request: ActingRequest) -> HttpResponse:
    """The inspections of a year, of all agencies."""
    period, year_form = period_of(request)
    rows = queries.load_inspections(by=request.actor, period=period)
    table = ListTable(
        page=lambda r: reverse("show_inspection", args=[r.id]),
        columns=INSPECTION_COLUMNS,
        rows=rows,
        file="sala-inspections",
        empty=_("No inspection is recorded for this time."),
    )
    shown = Listing(
        title=INSPECTIONS,
        tables=[table],
        add_url=reverse("record_inspection") if may(request.actor, RECORD) else "",
        add_label=_("Record an inspection"),
        year_form=year_form,
        back=reverse("show_prevention"),
        back_label=_("Prevention"),
    )
    return list_page(request, shown)


def register_recruiter(request: ActingRequest) -> HttpResponse:
    """Register a recruitment agency that the own agency licensed."""
    form = RecruiterForm(posted_data(request))
    title = _("Register a recruitment agency")
    page = PageWords(title, _("Register"), reverse("list_recruiters"), RECRUITERS)
    return form_page(
        request,
        form,
        page,
        lambda: actions.register_recruiter(
            by=request.actor,
            at=clock.now(),
            recruiter=form.recruiter(),
        ),
        lambda made: reverse("show_recruiter", args=[made]),
    )


def show_recruiter(request: ActingRequest, recruiter: UUID) -> HttpResponse:
    """One recruitment agency, its licence step by step, and what inspectors found."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = recruiter_or_404(request, recruiter)
        form = LicenceForm(
            sent,
            moves=now.moves,
            initial=initial_step(now),
        )
        return LoadedForm(form, now.last.step, labels.LICENCES[now.state].words)

    move = submit_form(
        request, kept, lambda form: save_licence_step(request, recruiter, form)
    )
    if move.made:
        return redirect("show_recruiter", recruiter)
    row = recruiter_or_404(request, recruiter)
    context = {
        "row": row,
        "facts": recruiter_facts(row),
        "licence": labels.LICENCES[row.state],
        "steps": [
            (labels.STEPS[s.move], labels.REASONS.get(s.reason, ""), s)
            for s in row.steps
        ],
        "inspections": [
            (
                found,
                codes_in_words(found.findings, labels.FINDINGS),
                codes_in_words(found.measures, labels.MEASURES),
            )
            for found in queries.load_inspections(by=request.actor, recruiter=recruiter)
        ],
        "form": move.form,
        "overtaken": move.overtaken,
        "moves": row.moves,
    }
    return render(request, "prevention/show_recruiter.html", context)


def recruiter_or_404(request: ActingRequest, recruiter: UUID) -> RecruiterRow:
    """The recruitment agency an address names; "not found" where there is none."""
    return get_or_404(
        queries.recruitment_agency(
            by=request.actor,
            key=recruiter,
            on=clock.today(),
        ),
    )


def initial_step(row: RecruiterRow) -> dict[str, object]:
    """What a form on a licence begins with: today, after the step the reader sees."""
    return {"step": row.last.step, "happened_on": clock.today()}


def save_licence_step(
    request: ActingRequest, recruiter: UUID, form: LicenceForm
) -> None:
    """Record what became of a licence."""
    actions.move_licence(
        by=request.actor,
        at=clock.now(),
        recruiter=recruiter,
        **form.said,
    )


def record_inspection(request: ActingRequest) -> HttpResponse:
    """Record an inspection of the own agency."""
    known = queries.recruitment_agencies(by=request.actor, on=clock.today())
    form = InspectionForm(
        posted_data(request),
        recruiters=[(r.code, f"{r.name} ({r.code})") for r in known],
        initial={
            "recruiter": request.GET.get("recruiter", ""),
            "happened_on": clock.today(),
        },
    )
    page = PageWords(
        _("Record an inspection"),
        _("Save"),
        reverse("list_inspections"),
        INSPECTIONS,
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_inspection(
            by=request.actor,
            at=clock.now(),
            look=form.look(),
        ),
        lambda made: reverse("show_inspection", args=[made]),
    )


def show_inspection(request: ActingRequest, inspection: UUID) -> HttpResponse:
    """One inspection."""
    row = get_or_404(queries.load_inspection(by=request.actor, key=inspection))
    facts: list[tuple[Words, object]] = [
        (_("Inspected"), present_inspected(row)),
        (_("Inspected by"), row.agency),
        (_("Where"), present_place(row.place_code)),
        (_("Day"), day(row.happened_on)),
        (_("Workers met"), number(row.workers)),
        (_("Found"), codes_in_words(row.findings, labels.FINDINGS)),
        (_("Done about it"), codes_in_words(row.measures, labels.MEASURES)),
    ]
    shown = RecordDetail(
        PageWords(
            _("Inspection"),
            "",
            reverse("list_inspections"),
            INSPECTIONS,
            present_inspected(row),
        ),
        facts,
        recorded_by_words(row.recorded_by, row.recorded_at, row.agency),
        takes_back=row.own and bool(may(request.actor, RECORD)),
    )
    return detail_page(
        request,
        shown,
        lambda: actions.take_back_inspection(
            by=request.actor,
            at=clock.now(),
            inspection=inspection,
        ),
    )


def recruiter_facts(row: RecruiterRow) -> list[tuple[Words, object]]:
    """A recruitment agency in words."""
    return [
        (_("Code"), row.code),
        (_("Office"), present_place(row.place_code)),
        (_("Recruits for"), present_destinations(row.destinations)),
        (_("Licensed by"), row.agency),
        (_("Until"), day(row.last.until) if row.last.until else _("No end")),
    ]


def present_destinations(codes: Sequence[str]) -> str:
    """Countries in words."""
    return ", ".join(places.country_name(code) for code in codes)


def present_inspected(row: InspectionRow) -> Words:
    """What was inspected."""
    return row.recruiter or labels.SECTORS.get(row.sector, row.sector)


INSPECTION_COLUMNS: list[ListColumn[InspectionRow]] = [
    ListColumn("id", gettext_lazy("Code"), lambda r: r.id, shown=False),
    ListColumn("agency", gettext_lazy("Agency"), lambda r: r.agency_code, shown=False),
    ListColumn(
        "happened_on",
        gettext_lazy("Day"),
        lambda r: r.happened_on,
        lambda r: day(r.happened_on),
    ),
    ListColumn("kind", gettext_lazy("Kind"), lambda r: r.kind, shown=False),
    ListColumn(
        "recruitment_agency",
        gettext_lazy("Recruitment agency"),
        lambda r: r.recruiter_code,
        shown=False,
    ),
    ListColumn(
        "sector", gettext_lazy("Inspected"), lambda r: r.sector, present_inspected
    ),
    ListColumn(
        "place",
        gettext_lazy("Where"),
        lambda r: r.place_code,
        lambda r: present_place(r.place_code),
    ),
    ListColumn("workers", gettext_lazy("Workers"), lambda r: r.workers, shown=False),
    ListColumn(
        "findings",
        gettext_lazy("Found"),
        lambda r: r.findings,
        words=labels.FINDINGS,
        filters=True,
    ),
    ListColumn(
        "measures",
        gettext_lazy("Done about it"),
        lambda r: r.measures,
        words=labels.MEASURES,
        filters=True,
    ),
]
