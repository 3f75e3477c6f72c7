"""Comparisons in words and as plain rows, for a page, a terminal or another program."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sala.figures.answer_labels import STATES as OWN_STATES
from sala.figures.views.common import AnswerText
from sala.kit.templatetags.kit import number
from sala.narrative import differences, labels
from sala.narrative.differences import NumberDifference
from sala.narrative.queries.comparison import ComparedYear, ComparisonLine, StatedFigure
from sala.narrative.queries.peer_countries import CountryMention
from sala.narrative.queries.published import QuotedFigureRow

ORDER = (
    "agrees",
    "counted_differently",
    "disagrees",
    "not_recorded",
    "not_stated",
    "withheld",
)
COLUMNS = (
    "year",
    "measure",
    "name",
    "own_state",
    "own_value",
    "own_at_least",
    "own_unit",
    "basis",
    "report",
    "report_year",
    "stated_value",
    "stated_unit",
    "currency",
    "qualifier",
    "group",
    "quote",
    "start",
    "end",
    "difference",
    "by",
    "ways",
    "like",
    "explanation",
)
COLUMNS_ABROAD = (
    "country",
    "name",
    "year",
    "measure",
    "value",
    "unit",
    "currency",
    "qualifier",
    "group",
    "report",
    "report_year",
    "quote",
    "start",
    "end",
)


def present_stated_number(figure: QuotedFigureRow) -> str:
    """A number of a report as its page says it."""
    if figure.value is None:
        return _("not reported")
    told = number_with_unit(figure.value, figure.unit, figure.currency)
    qualifier = labels.QUALIFIERS.get(figure.qualifier)
    return f"{qualifier} {told}" if qualifier else told


def present_own_number(line: ComparisonLine) -> AnswerText:
    """The country's own number as a cell, or why there is none."""
    own = line.own
    if own.state == differences.WITHHELD:
        return AnswerText(_("withheld"), "withheld")
    if own.state == differences.UNDEFINED:
        return AnswerText(_("no such figure"), "not_asked")
    if own.state != differences.NUMBER:
        return AnswerText(str(OWN_STATES[own.state]), own.state)
    told = number_with_unit(own.value, own.unit, own.currency)
    return AnswerText(
        _("at least %(number)s") % {"number": told} if own.at_least else told
    )


def signed_number(by: Decimal | None) -> str:
    """By how much they have more or fewer than we do; nothing where it is nothing."""
    return "" if not by else f"+{number(by)}" if by > 0 else f"−{number(-by)}"


def number_with_unit(
    value: Decimal | float | None, unit: str, currency: str = ""
) -> str:
    """A number with its unit, where the measure does not say it."""
    after = currency or labels.UNITS.get(unit, "")
    return f"{number(value)} {after}".strip()


def present_difference_ways(difference: NumberDifference) -> list[str]:
    """How each counts otherwise, in sentences."""
    said = [str(labels.WAYS[way]) for way in difference.ways if labels.WAYS[way]]
    if difference.like:
        said[-1] = _("It is the number that we have for “%(measure)s”.") % {
            "measure": labels.measure_label(difference.like),
        }
    return said


def comparison_rows(sides: Iterable[ComparedYear]) -> Iterator[tuple[Any, ...]]:
    """One row a number that a report states, and one a number that none states."""
    for side in sides:
        for line in side.lines:
            for stated in line.stated or (None,):
                yield _comparison_row(side, line, stated)


def _comparison_row(
    side: ComparedYear, line: ComparisonLine, stated: StatedFigure | None
) -> tuple[Any, ...]:
    own = line.own
    latest = line.explanations[0] if line.explanations else None
    difference = stated.difference if stated else NumberDifference(line.state)
    return (
        side.year,
        line.measure,
        str(labels.measure_label(line.measure)),
        own.state,
        own.value,
        own.at_least,
        own.unit,
        "frozen" if side.snapshot else "facts",
        *(
            _stated_columns(stated)
            if stated
            else ("", None, None, "", "", "", "", "", None, None)
        ),
        difference.state,
        as_float(difference.by),
        " ".join(difference.ways),
        difference.like,
        f"{labels.EXPLANATIONS[latest.reason]}: {latest.words}" if latest else "",
    )


def _stated_columns(stated: StatedFigure) -> tuple[Any, ...]:
    figure = stated.figure
    return (
        stated.report.title,
        stated.report.report_year,
        as_float(figure.value),
        figure.unit,
        figure.currency,
        figure.qualifier,
        figure.group,
        figure.quote,
        figure.start,
        figure.end,
    )


def as_float(value: Decimal | None) -> float | None:
    """A number that every file format takes."""
    return None if value is None else float(value)


def mention_row(
    name: str,
    country: str,
    year: int,
    mention: CountryMention,
) -> tuple[Any, ...]:
    """One number that a report states of a country, as a row."""
    figure = mention.figure
    return (
        country,
        name,
        year,
        figure.measure,
        as_float(figure.value),
        figure.unit,
        figure.currency,
        figure.qualifier,
        figure.group,
        mention.report.title,
        mention.report.report_year,
        figure.quote,
        figure.start,
        figure.end,
    )
