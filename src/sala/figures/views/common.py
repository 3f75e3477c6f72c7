"""What every page of figures says: a year, an answer in words, a number that is not
told.
"""

from dataclasses import dataclass
from datetime import datetime

from babel.numbers import get_currency_name
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.figures import answer_labels, definitions, queries
from sala.figures import answers as a
from sala.figures.answers import NUMBER
from sala.kit import clock
from sala.kit.templatetags.kit import locale, number

STANDARDS = {"national report": gettext_lazy("the country’s own report")}
UNITS: dict[str, str | Promise] = {
    "person": gettext_lazy("persons, each counted once in the year"),
    "case": gettext_lazy("criminal cases, each counted once in the year"),
    "event": gettext_lazy("events"),
    "thing": gettext_lazy("things"),
    "money": gettext_lazy("money, in the country’s currency"),
    "month": gettext_lazy("months of imprisonment"),
}
FIRST_YEAR = 1990


@dataclass(frozen=True)
class AnswerText:
    """One cell of a table: what it says, and of which kind it is, for its look."""

    text: str
    kind: str = NUMBER
    value: int | None = None


def requested_year(request: HttpRequest) -> int:
    """The year of the address, or the one that people speak of now."""
    asked = request.GET.get("year", "")
    if not asked:
        return queries.year_at_hand()
    if not asked.isdecimal() or not FIRST_YEAR <= int(asked) <= clock.today().year + 1:
        raise Http404
    return int(asked)


@dataclass(frozen=True)
class FactsOrigin:
    """What the figures on a page were made from."""

    rows: int
    hash: str
    at: datetime | None


def facts_origin() -> FactsOrigin | None:
    """What the site's figures are made from; nothing where nobody has made any."""
    found = queries.facts_manifest()
    if found is None:
        return None
    at = datetime.fromisoformat(found.as_of) if found.as_of else None
    return FactsOrigin(found.row_count, found.facts_hash, at)


def years_to_choose(year: int) -> list[int]:
    """The years to look at, the last one first; the shown one is always there."""
    return sorted({*queries.years_held(), year}, reverse=True)


def unit_beside_number(figure: definitions.FigureDefinition) -> str:
    """What stands behind a number of money or of time; nothing behind one of people or
    cases.
    """
    if figure.measure.unit == "month":
        return _("months")
    found = queries.facts_manifest()
    if figure.measure.unit != "money" or found is None:
        return ""
    return get_currency_name(found.currency, locale=locale())


def standards_of(figure: definitions.FigureDefinition) -> list[str]:
    """The standards that a figure answers, by the names that they are known by."""
    return [str(STANDARDS.get(name, name)) for name in figure.answers]


def figure_or_404(code: str) -> definitions.FigureDefinition:
    """The figure of the address."""
    if code not in definitions.FIGURES:
        raise Http404
    return definitions.FIGURES[code]


def present_answer(answer: a.FigureAnswer | None) -> AnswerText:
    """An answer as a cell."""
    if answer is None:
        return AnswerText(_("withheld"), "withheld")
    return AnswerText(answer_labels.answer_in_words(answer), answer.state, answer.value)


def present_part(cell: a.BreakdownCell | None, state: str = NUMBER) -> AnswerText:
    """A part of a breakdown as a cell. Where the whole is no number, no part of it is
    one.

    In a year of which the whole is told, a part that no event stands in is zero.
    """
    if cell is None:
        return AnswerText(_("withheld"), "withheld")
    if cell.value is None and (cell.unrecorded or state != NUMBER):
        missing = state if state in answer_labels.STATES else "not_recorded"
        return AnswerText(str(answer_labels.STATES[missing]), missing)
    if cell.value is None:
        return AnswerText(number(0), NUMBER, 0)
    if cell.unrecorded:
        return AnswerText(
            _("at least %(number)s") % {"number": number(cell.value)},
            NUMBER,
            cell.value,
        )
    return AnswerText(number(cell.value), NUMBER, cell.value)


def present_share(share: a.RateShare | None, per: int) -> AnswerText:
    """A rate as a cell: a share in hundredths, or so many for every 100,000."""
    if share is None:
        return AnswerText(_("withheld"), "withheld")
    if share.state != NUMBER or share.value is None:
        return AnswerText(str(answer_labels.STATES[share.state]), share.state)
    told = (
        f"{number(round(share.value, 1))} %"
        if per == queries.HUNDRED
        else number(round(share.value, 2))
    )
    return AnswerText(told, NUMBER)
