"""Committees: the list with its map, one with its meetings, founding, dissolving,
recording.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.desk import places
from sala.desk.listing import (
    ListColumn,
    Listing,
    ListTable,
    codes_in_words,
    list_page,
    period_of,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import (
    LoadedForm,
    MovedOnError,
    PageWords,
    edit_page,
    form_page,
    get_or_404,
    posted_data,
)
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.templatetags.kit import day, number
from sala.partnership import actions, labels
from sala.partnership.forms.committees import CommitteeForm, DissolveForm, MeetingForm
from sala.partnership.queries import committees as queries
from sala.partnership.queries.committees import CommitteeRow

COMMITTEES = gettext_lazy("Committees")


def list_committees(request: ActingRequest) -> HttpResponse:
    """The committees that stood in a time, and whether they met in it."""
    period, year_form = period_of(request)
    rows = queries.load_committees(by=request.actor, period=period)
    table = ListTable(
        page=committee_address,
        columns=COMMITTEE_COLUMNS,
        rows=rows,
        file="sala-committees",
        empty=_("No committee is recorded for this time."),
    )
    shown = Listing(
        title=COMMITTEES,
        tables=[table],
        add_url=reverse("found_committee")
        if queries.keeps_coordination(by=request.actor)
        else "",
        add_label=_("Add a committee"),
        year_form=year_form,
        back=reverse("show_partnership"),
        back_label=_("Partnership"),
    )
    return list_page(request, shown)


def found_committee(request: ActingRequest) -> HttpResponse:
    """Add a committee of a level and place."""
    form = CommitteeForm(posted_data(request))
    page = PageWords(
        _("Add a committee"), _("Save"), reverse("list_committees"), COMMITTEES
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.found_committee(
            by=request.actor,
            at=clock.now(),
            founding=form.founding(),
        ),
        lambda made: reverse("show_committee", args=[made]),
    )


def show_committee(request: ActingRequest, committee: UUID) -> HttpResponse:
    """One committee and its meetings."""
    period, _form = period_of(request)
    row = get_or_404(
        queries.load_committee(
            by=request.actor,
            key=committee,
            period=period,
        ),
    )
    records = queries.may_record(by=request.actor, row=row)
    if request.method == "POST" and "meeting" in request.POST:
        wanted = [
            m.id for m in row.meetings if str(m.id) == request.POST["meeting"] and m.own
        ]
        with missing_as_404():
            key = next(iter(wanted), UUID(int=0))
            actions.take_back_meeting(
                by=request.actor,
                at=clock.now(),
                meeting=key,
            )
        messages.success(request, _("It is taken back."))
        return redirect("show_committee", committee)
    names = queries.agency_names()
    context = {
        "row": row,
        "title": committee_title(row),
        "facts": summary_rows(row),
        "meetings": [
            (codes_in_words(m.present, names), number(m.decisions), m)
            for m in row.meetings
        ],
        "records": records,
        "keeps": queries.keeps_coordination(by=request.actor)
        and row.dissolved_on is None,
    }
    return render(request, "partnership/show_committee.html", context)


def record_meeting(request: ActingRequest, committee: UUID) -> HttpResponse:
    """Record a meeting."""
    period, _form = period_of(request)
    row = get_or_404(
        queries.load_committee(
            by=request.actor,
            key=committee,
            period=period,
        ),
    )
    form = MeetingForm(posted_data(request), initial={"happened_on": clock.today()})
    page = PageWords(
        _("Record a meeting"),
        _("Save"),
        committee_address(row),
        committee_title(row),
        committee_title(row),
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_meeting(
            by=request.actor,
            at=clock.now(),
            committee=committee,
            meeting=form.meeting(),
        ),
        lambda _made: committee_address(row),
    )


def dissolve_committee(request: ActingRequest, committee: UUID) -> HttpResponse:
    """Say that a committee was dissolved."""
    period, _form = period_of(request)
    row = get_or_404(
        queries.load_committee(
            by=request.actor,
            key=committee,
            period=period,
        ),
    )
    page = PageWords(
        _("Dissolve the committee"),
        _("Save"),
        committee_address(row),
        committee_title(row),
        committee_title(row),
    )

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(
            queries.load_committee(
                by=request.actor,
                key=committee,
                period=period,
            ),
        )
        if now.dissolved_on:
            raise MovedOnError(_("dissolved"), committee_address(now))
        return LoadedForm(DissolveForm(sent), now.version)

    def dissolve(form: DissolveForm) -> None:
        actions.dissolve_committee(
            by=request.actor,
            at=clock.now(),
            committee=committee,
            **form.said_of_version,
        )

    return edit_page(
        request,
        page,
        kept,
        dissolve,
        lambda _done: committee_address(row),
    )


def committee_address(row: CommitteeRow) -> str:
    """A committee's page."""
    return reverse("show_committee", args=[row.id])


def committee_title(row: CommitteeRow) -> Words:
    """Where a committee is."""
    if row.level == "national":
        return _("National committee")
    place = places.place_name(row.place_code)
    return f"{row.village}, {place}" if row.village else place


def summary_rows(row: CommitteeRow) -> list[tuple[Words, object]]:
    """A committee in words."""
    told: list[tuple[Words, object]] = [
        (_("Level"), labels.LEVELS[row.level]),
        (_("Minutes kept by"), row.agency),
        (_("Since"), day(row.founded_on)),
        (_("Last meeting"), day(row.last_met_on) if row.last_met_on else _("None")),
    ]
    if row.dissolved_on:
        told.append((_("Dissolved on"), day(row.dissolved_on)))
    return told


COMMITTEE_COLUMNS: list[ListColumn[CommitteeRow]] = [
    ListColumn("id", gettext_lazy("Code"), lambda r: r.id, shown=False),
    ListColumn("place", gettext_lazy("Where"), lambda r: r.place_code, committee_title),
    ListColumn("village", gettext_lazy("Village"), lambda r: r.village, shown=False),
    ListColumn(
        "level",
        gettext_lazy("Level"),
        lambda r: r.level,
        words=labels.LEVELS,
        filters=True,
    ),
    ListColumn(
        "agency",
        gettext_lazy("Minutes kept by"),
        lambda r: r.agency_code,
        lambda r: r.agency,
        filters=True,
    ),
    ListColumn(
        "founded_on", gettext_lazy("Founded on"), lambda r: r.founded_on, shown=False
    ),
    ListColumn(
        "dissolved_on",
        gettext_lazy("Dissolved on"),
        lambda r: r.dissolved_on,
        shown=False,
    ),
    ListColumn("meetings", gettext_lazy("Meetings"), lambda r: r.met, numeric=True),
    ListColumn(
        "last_met_on",
        gettext_lazy("Last meeting"),
        lambda r: r.last_met_on,
        shown=False,
    ),
    ListColumn(
        "",
        gettext_lazy("In this time"),
        lambda r: labels.COVERAGE["met" if r.met else "idle"],
    ),
]
