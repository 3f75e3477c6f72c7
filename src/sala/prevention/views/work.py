"""Trainings and awareness activities: the list of a year, one of them, a new one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
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
    PageWords,
    RecordDetail,
    action_result,
    detail_page,
    form_page,
    get_or_404,
    posted_data,
)
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.templatetags.kit import day, number
from sala.prevention import actions, labels
from sala.prevention.forms.work import WHOLE_COUNTRY, ActivityForm, TrainingForm
from sala.prevention.queries import work as queries
from sala.prevention.queries.work import TrainingRow, WorkRow
from sala.prevention.rules.work import TrainedAgencies
from sala.prevention.views.common import present_place

RECORD = "prevention.work.record"
TRAININGS, ACTIVITIES = gettext_lazy("Trainings"), gettext_lazy("Awareness activities")


def list_trainings(request: ActingRequest) -> HttpResponse:
    """The trainings of a year, of all agencies."""
    period, year_form = period_of(request)
    rows = queries.training_sessions(by=request.actor, period=period)
    table = ListTable(
        columns=[
            *work_columns(),
            ListColumn(
                "crossing", _("Crossing"), lambda r: r.crossing_code, shown=False
            ),
            ListColumn("days", _("Days"), lambda r: r.days, shown=False),
            ListColumn(
                "participants", _("Took part"), lambda r: r.number, numeric=True
            ),
            *(sex_column(sex) for sex in labels.SEXES),
        ],
        rows=rows,
        file="sala-trainings",
        page=lambda r: reverse("show_training", args=[r.id]),
        empty=_("No training is recorded for this time."),
    )
    shown = Listing(
        title=TRAININGS,
        tables=[table],
        add_url=reverse("record_training") if may(request.actor, RECORD) else "",
        add_label=_("Record a training"),
        year_form=year_form,
        back=reverse("show_prevention"),
        back_label=_("Prevention"),
    )
    return list_page(request, shown)


def list_awareness(request: ActingRequest) -> HttpResponse:
    """The awareness activities of a year, of all agencies."""
    period, year_form = period_of(request)
    rows = queries.awareness_activities(by=request.actor, period=period)
    table = ListTable(
        columns=[
            *work_columns(),
            ListColumn(
                "channel",
                _("How"),
                lambda r: r.channel,
                words=labels.CHANNELS,
                filters=True,
            ),
            ListColumn("ends_on", _("Last day"), lambda r: r.ends_on, shown=False),
            ListColumn("reached", _("Reached"), lambda r: r.reached, numeric=True),
        ],
        rows=rows,
        file="sala-awareness",
        page=lambda r: reverse("show_activity", args=[r.id]),
        empty=_("No awareness activity is recorded for this time."),
    )
    shown = Listing(
        title=ACTIVITIES,
        tables=[table],
        add_url=reverse("record_activity") if may(request.actor, RECORD) else "",
        add_label=_("Record an awareness activity"),
        year_form=year_form,
        back=reverse("show_prevention"),
        back_label=_("Prevention"),
    )
    return list_page(request, shown)


def work_columns() -> list[ListColumn[Any]]:
    """What trainings and activities have in common."""
    return [
        ListColumn("id", _("Code"), lambda r: r.id, shown=False),
        ListColumn("starts_on", _("Day"), lambda r: r.starts_on),
        ListColumn(
            "topics", _("Topic"), lambda r: r.topics, words=labels.TOPICS, filters=True
        ),
        ListColumn("audiences", _("For whom"), lambda r: r.audiences, shown=False),
        ListColumn(
            "agency",
            _("Organised by"),
            lambda r: r.agency_code,
            lambda r: r.agency,
            filters=True,
        ),
        ListColumn(
            "place",
            _("Where"),
            lambda r: r.place_code,
            lambda r: present_place(r.place_code, WHOLE_COUNTRY),
        ),
        ListColumn("paid_by", _("Paid by"), lambda r: r.paid_by, shown=False),
        ListColumn("partner", _("Partner"), lambda r: r.partner, shown=False),
    ]


def sex_column(sex: str) -> ListColumn[TrainingRow]:
    """How many of a sex came, for the file; nothing where nobody wrote it down."""

    def trained(row: TrainingRow) -> int | None:
        numbers = [cell.number for cell in row.trained if cell.sex == sex]
        return sum(numbers) if numbers else None

    name = sex or "sex_not_recorded"
    return ListColumn(name, labels.SEXES[sex], trained, shown=False)


def record_training(request: ActingRequest) -> HttpResponse:
    """Record a training, and who came."""
    form = TrainingForm(posted_data(request))
    made = action_result(
        request,
        form,
        lambda: actions.record_training(
            by=request.actor,
            at=clock.now(),
            training=form.training(),
        ),
    )
    if made is not None:
        return redirect("show_training", made)
    return render(request, "prevention/record_training.html", {"form": form})


def record_activity(request: ActingRequest) -> HttpResponse:
    """Record an awareness activity."""
    form = ActivityForm(posted_data(request))
    title = _("Record an awareness activity")
    page = PageWords(title, _("Save"), reverse("list_awareness"), ACTIVITIES)
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_activity(
            by=request.actor,
            at=clock.now(),
            activity=form.activity(),
        ),
        lambda made: reverse("show_activity", args=[made]),
    )


def show_training(request: ActingRequest, training: UUID) -> HttpResponse:
    """One training and who came."""
    row = get_or_404(queries.training_session(by=request.actor, key=training))
    crossings = (
        {c.code: c.name for c in countries.border_crossings()}
        if row.crossing_code
        else {}
    )
    facts = [
        *work_facts(row),
        (_("Days"), row.days),
        (
            _("Crossing"),
            crossings.get(row.crossing_code, row.crossing_code) or _("None"),
        ),
        (_("Took part"), number(row.number)),
    ]
    shown = RecordDetail(
        PageWords(
            _("Training"),
            "",
            reverse("list_trainings"),
            TRAININGS,
            day(row.starts_on),
        ),
        facts,
        recorded_by_words(row.recorded_by, row.recorded_at, row.agency),
        takes_back=row.own and bool(may(request.actor, RECORD)),
    )
    return detail_page(
        request,
        shown,
        lambda: actions.take_back_training(
            by=request.actor,
            at=clock.now(),
            training=training,
        ),
        "prevention/show_training.html",
        trained=trained_table(row.trained),
        sexes=list(labels.SEXES.values()),
    )


def show_activity(request: ActingRequest, activity: UUID) -> HttpResponse:
    """One awareness activity."""
    row = get_or_404(queries.awareness_activity(by=request.actor, key=activity))
    facts = [
        (_("How"), labels.CHANNELS[row.channel]),
        *work_facts(row),
        (_("Last day"), day(row.ends_on) if row.ends_on else None),
        (_("Reached"), number(row.reached)),
    ]
    shown = RecordDetail(
        PageWords(
            _("Awareness activity"),
            "",
            reverse("list_awareness"),
            ACTIVITIES,
            day(row.starts_on),
        ),
        facts,
        recorded_by_words(row.recorded_by, row.recorded_at, row.agency),
        takes_back=row.own and bool(may(request.actor, RECORD)),
    )
    return detail_page(
        request,
        shown,
        lambda: actions.take_back_activity(
            by=request.actor,
            at=clock.now(),
            activity=activity,
        ),
    )


def work_facts(row: WorkRow) -> list[tuple[Words, object]]:
    """What trainings and activities have in common, in words."""
    return [
        (_("Topic"), codes_in_words(row.topics, labels.TOPICS)),
        (_("For whom"), codes_in_words(row.audiences, labels.AUDIENCES)),
        (_("Organised by"), row.agency),
        (_("Where"), present_place(row.place_code, WHOLE_COUNTRY)),
        (_("Began on"), day(row.starts_on)),
        (_("Paid by"), labels.PAYERS.get(row.paid_by)),
        (_("Partner"), labels.PARTNERS.get(row.partner)),
    ]


def trained_table(
    cells: Sequence[TrainedAgencies],
) -> list[tuple[Words, list[int | None]]]:
    """Who came, an agency a line, by sex."""
    codes = list(dict.fromkeys(cell.agency_code for cell in cells))
    by_group = {(cell.agency_code, cell.sex): cell.number for cell in cells}
    return [
        (
            code or _("Agency not recorded"),
            [by_group.get((code, sex)) for sex in labels.SEXES],
        )
        for code in codes
    ]
