"""Trainings and awareness activities: the list of a year, one of them, recording one."""

from collections.abc import Sequence
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
    Listing,
    ListRow,
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
from sala.prevention.queries.work import ActivityRow, TrainingRow, WorkRow
from sala.prevention.rules.work import Trained
from sala.prevention.views.common import where

RECORD = "prevention.work.record"
# The heads of a file are codes, like what stands below them.
COLUMNS = (
    "id",
    "agency",
    "starts_on",
    "topics",
    "audiences",
    "place",
    "paid_by",
    "partner",
)
SEX_COLUMNS = [sex or "sex_not_recorded" for sex in labels.SEXES]
TRAININGS, ACTIVITIES = gettext_lazy("Trainings"), gettext_lazy("Awareness activities")


def list_trainings(request: ActingRequest) -> HttpResponse:
    """The trainings of a year, of all agencies."""
    period, year_form = period_of(request)
    rows = queries.training_sessions(by=request.actor, period=period)
    shown = Listing(
        title=TRAININGS,
        heads=[_("Day"), _("Topic"), _("Organised by"), _("Where"), _("Took part")],
        lines=[training_line(row) for row in rows],
        file="sala-trainings",
        raw_heads=[*COLUMNS, "crossing", "days", "participants", *SEX_COLUMNS],
        empty=_("No training is recorded for this time."),
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
    shown = Listing(
        title=ACTIVITIES,
        heads=[
            _("Day"),
            _("How"),
            _("Topic"),
            _("Organised by"),
            _("Where"),
            _("Reached"),
        ],
        lines=[activity_line(row) for row in rows],
        file="sala-awareness",
        raw_heads=[*COLUMNS, "channel", "ends_on", "reached"],
        empty=_("No awareness activity is recorded for this time."),
        add_url=reverse("record_activity") if may(request.actor, RECORD) else "",
        add_label=_("Record an awareness activity"),
        year_form=year_form,
        back=reverse("show_prevention"),
        back_label=_("Prevention"),
    )
    return list_page(request, shown)


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


def raw(row: WorkRow) -> list[object]:
    """The codes of a row, for a file."""
    return [
        row.id,
        row.agency_code,
        row.starts_on,
        ";".join(row.topics),
        ";".join(row.audiences),
        row.place_code,
        row.paid_by,
        row.partner,
    ]


def training_line(row: TrainingRow) -> ListRow:
    """A training in words, and in codes."""
    sexes = [[c.number for c in row.trained if c.sex == sex] for sex in labels.SEXES]
    return ListRow(
        reverse("show_training", args=[row.id]),
        [
            day(row.starts_on),
            codes_in_words(row.topics, labels.TOPICS),
            row.agency,
            where(row.place_code, WHOLE_COUNTRY),
            number(row.number),
        ],
        [
            *raw(row),
            row.crossing_code,
            row.days,
            row.number,
            *(sum(numbers) if numbers else None for numbers in sexes),
        ],
    )


def activity_line(row: ActivityRow) -> ListRow:
    """An activity in words, and in codes."""
    return ListRow(
        reverse("show_activity", args=[row.id]),
        [
            day(row.starts_on),
            labels.CHANNELS[row.channel],
            codes_in_words(row.topics, labels.TOPICS),
            row.agency,
            where(row.place_code, WHOLE_COUNTRY),
            number(row.reached),
        ],
        [*raw(row), row.channel, row.ends_on, row.reached],
    )


def work_facts(row: WorkRow) -> list[tuple[Words, object]]:
    """What trainings and activities have in common, in words."""
    return [
        (_("Topic"), codes_in_words(row.topics, labels.TOPICS)),
        (_("For whom"), codes_in_words(row.audiences, labels.AUDIENCES)),
        (_("Organised by"), row.agency),
        (_("Where"), where(row.place_code, WHOLE_COUNTRY)),
        (_("Began on"), day(row.starts_on)),
        (_("Paid by"), labels.PAYERS.get(row.paid_by)),
        (_("Partner"), labels.PARTNERS.get(row.partner)),
    ]


def trained_table(cells: Sequence[Trained]) -> list[tuple[Words, list[int | None]]]:
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
