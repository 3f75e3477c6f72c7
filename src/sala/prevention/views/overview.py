"""Prevention in a year: who was trained and reached, who recruits, and what is missing
where.
"""

from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk.listing import period_of
from sala.kit.bar_charts import Bar, bar_lines
from sala.kit.fields import Words
from sala.kit.templatetags.kit import number
from sala.kit.totals import CountedTotal, by_group, total_of
from sala.prevention import labels
from sala.prevention.queries import crossings, recruitment, work
from sala.prevention.queries.work import ActivityRow, TrainingRow
from sala.prevention.views.crossings import map_of_crossings


def show_prevention(request: ActingRequest) -> HttpResponse:
    """What was done in a year to prevent trafficking, and the gaps."""
    by = request.actor
    period, year_form = period_of(request)
    trainings = work.training_sessions(by=by, period=period)
    activities = work.awareness_activities(by=by, period=period)
    inspections = recruitment.load_inspections(by=by, period=period)
    licensed = recruitment.recruitment_agencies(by=by, on=period.until)
    lines = crossings.crossing_lines(by=by, period=period)
    context = {
        "period": period,
        "year_form": year_form,
        "headline": [
            (
                _("Took part in trainings"),
                present_sum(total_of(t.number for t in trainings)),
                "list_trainings",
            ),
            (
                _("Reached by awareness"),
                present_sum(total_of(a.reached for a in activities)),
                "list_awareness",
            ),
            (
                _("Recruitment agencies with a licence"),
                number(sum(row.state == "licensed" for row in licensed)),
                "list_recruiters",
            ),
            (_("Inspections"), number(len(inspections)), "list_inspections"),
            (_("Border crossings"), number(len(lines)), "list_crossings"),
        ],
        "gaps": [line for line in lines if line.coverage.gap],
        "bars": training_bars(trainings) + activity_bars(activities),
        "findings": (
            _("What inspections found"),
            code_bars(
                (f for row in inspections for f in row.findings), labels.FINDINGS
            ),
        ),
        "may_record": may(by, "prevention.work.record"),
        **map_of_crossings(lines),
    }
    return render(request, "prevention/show_prevention.html", context)


def present_sum(found: CountedTotal) -> str:
    """A sum in words, and of how many things it is not known."""
    said = number(found.number)
    return (
        f"{said} ({present_uncounted(found)})"
        if found.uncounted and found.number is not None
        else said
    )


def present_uncounted(found: CountedTotal) -> str:
    """Of how many nobody wrote the number down; nothing where of none."""
    if not found.uncounted:
        return ""
    said = ngettext("%(n)s not counted", "%(n)s not counted", found.uncounted)
    return said % {"n": number(found.uncounted)}


def training_bars(rows: Iterable[TrainingRow]) -> list[tuple[Words, list[Bar]]]:
    """Participants by sex, by topic and by who paid; a training on two topics stands in
    both.
    """
    rows = list(rows)
    sexes = by_group((c.sex, c.number) for row in rows for c in row.trained)
    topics = by_group((topic, row.number) for row in rows for topic in row.topics)
    payers = by_group((row.paid_by, row.number) for row in rows)
    return [
        (_("Took part in trainings, by sex"), group_bars(sexes, labels.SEXES)),
        (_("Took part in trainings, by topic"), group_bars(topics, labels.TOPICS)),
        (_("Took part in trainings, by who paid"), group_bars(payers, labels.PAYERS)),
    ]


def activity_bars(rows: Iterable[ActivityRow]) -> list[tuple[Words, list[Bar]]]:
    """People reached, by the way they were told."""
    channels = by_group((row.channel, row.reached) for row in rows)
    return [
        (_("Reached by awareness, by the way"), group_bars(channels, labels.CHANNELS))
    ]


def group_bars(
    groups: Mapping[str, CountedTotal], known: Mapping[str, Words]
) -> list[Bar]:
    """Groups as bars."""
    unknown = _("Not recorded")
    return bar_lines(
        (known.get(g, unknown), t.number, present_uncounted(t))
        for g, t in groups.items()
    )


def code_bars(codes: Iterable[str], known: Mapping[str, Words]) -> list[Bar]:
    """How often each code stands there, as bars."""
    found = by_group((code, 1) for code in codes)
    return bar_lines((known.get(code, code), t.number, "") for code, t in found.items())
