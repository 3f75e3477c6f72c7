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
class Said:
    """One cell of a table: what it says, and of which kind it is, for its look."""

    text: str
    kind: str = NUMBER
    value: int | None = None


def year_asked(request: HttpRequest) -> int:
    """The year of the address, or the one that people speak of now."""
    asked = request.GET.get("year", "")
    if not asked:
        return queries.year_at_hand()
    if not asked.isdecimal() or not FIRST_YEAR <= int(asked) <= clock.today().year + 1:
        raise Http404
    return int(asked)


@dataclass(frozen=True)
class MadeFrom:
    """What the figures on a page were made from."""

    rows: int
    hash: str
    at: datetime | None


def made_from() -> MadeFrom | None:
    """What the site's figures are made from; nothing where nobody has made any."""
    found = queries.manifest()
    if found is None:
        return None
    at = datetime.fromisoformat(found.as_of) if found.as_of else None
    return MadeFrom(found.rows, found.hash, at)


def years_to_choose(year: int) -> list[int]:
    """The years to look at, the last one first; the one that is shown is always there."""
    return sorted({*queries.years_held(), year}, reverse=True)


def measured_in(figure: definitions.Figure) -> str:
    """What stands behind a number of money or of time; nothing behind one of people or
    cases.
    """
    if figure.measure.unit == "month":
        return _("months")
    found = queries.manifest()
    if figure.measure.unit != "money" or found is None:
        return ""
    return get_currency_name(found.currency, locale=locale())


def standards_of(figure: definitions.Figure) -> list[str]:
    """The standards that a figure answers, by the names that they are known by."""
    return [str(STANDARDS.get(name, name)) for name in figure.answers]


def figure_asked(code: str) -> definitions.Figure:
    """The figure of the address."""
    if code not in definitions.FIGURES:
        raise Http404
    return definitions.FIGURES[code]


def said(answer: a.Answer | None) -> Said:
    """An answer as a cell."""
    if answer is None:
        return Said(_("withheld"), "withheld")
    return Said(answer_labels.said(answer), answer.state, answer.value)


def said_of_part(cell: a.Cell | None, state: str = NUMBER) -> Said:
    """A part of a breakdown as a cell. Where the whole is no number, no part of it is
    one.

    In a year of which the whole is told, a part that no event stands in is zero.
    """
    if cell is None:
        return Said(_("withheld"), "withheld")
    if cell.value is None and (cell.unrecorded or state != NUMBER):
        missing = state if state in answer_labels.STATES else "not_recorded"
        return Said(str(answer_labels.STATES[missing]), missing)
    if cell.value is None:
        return Said(number(0), NUMBER, 0)
    if cell.unrecorded:
        return Said(
            _("at least %(number)s") % {"number": number(cell.value)},
            NUMBER,
            cell.value,
        )
    return Said(number(cell.value), NUMBER, cell.value)


def said_of_share(share: a.Share | None, per: int) -> Said:
    """A rate as a cell: a share in hundredths, or so many for every 100,000."""
    if share is None:
        return Said(_("withheld"), "withheld")
    if share.state != NUMBER or share.value is None:
        return Said(str(answer_labels.STATES[share.state]), share.state)
    told = (
        f"{number(round(share.value, 1))} %"
        if per == queries.HUNDRED
        else number(round(share.value, 2))
    )
    return Said(told, NUMBER)
