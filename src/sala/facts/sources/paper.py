"""The table of an agency that works on paper: one row an event, columns named as facts
are.

A blank is not recorded; `not_asked` and `not_known` say what they say; 0 is a number.
Who is meant is told by the office's own sign in `person`, which is not kept.
docs/paper.md is the guide.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sala.facts import schema
from sala.facts.sources.tables import (
    IncomingFact,
    SourceReading,
    cells_by_heading,
    read_table,
    surplus_cell_faults,
)
from sala.kit.typed_figures import UnreadableNumberError, plain_figures, read_number
from sala.kit.uploaded_tables import SHOWN, CellFault, UnreadableError

ID, PERSON, CASE = "id", "person", "case"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+/-]{0,39}")
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
RESERVED = frozenset({schema.NOT_ASKED, schema.NOT_KNOWN})
CHOICES = {
    "event": tuple(schema.EVENTS),
    "sex": ("female", "male", "other"),
    "age_group": ("adult", "child", "in_doubt"),
}
COUNTRIES = ("citizenship", "exploited_in")
NUMBERS = ("number", "amount", "months", "suspended")
# Decimals, where a spreadsheet wrote it; thousands, for many who type.
LONE_POINT = re.compile(r"[0-9]+\.(?!0{1,2}$)[0-9]+")
MOST = 10**15  # of money, in the smallest currencies
# Columns of a fact that a file of another may not fill: keys are made here.
OWN = frozenset({"event_key", "person_key", "case_key"})
COLUMNS = (ID, PERSON, CASE, *(c.name for c in schema.GIVEN if c.name not in OWN))


class InvalidCellError(ValueError):
    """A cell cannot stand; the message says what would be right."""


def read_paper(data: bytes) -> SourceReading:
    """What such a table says; raises `UnreadableError` where it is none."""
    headings, rows = read_table(data)
    if lacking := [name for name in (ID, "event") if name not in headings]:
        raise UnreadableError(
            _("The table has no column %(name)s.") % {"name": lacking[0]},
        )
    if not {"year", "date"} & set(headings):
        raise UnreadableError(
            _("The table has neither a column date nor a column year."),
        )
    facts: list[IncomingFact] = []
    faults: list[CellFault] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows, start=2):
        row = cells_by_heading(headings, cells)
        faults += surplus_cell_faults(number, headings, cells)
        fact = _parse_row(number, row, faults)
        if row[ID] in seen:
            right = _("a sign that no other row has; row %(row)s has it") % {
                "row": seen[row[ID]],
            }
            faults.append(CellFault(number, ID, row[ID][:SHOWN], right))
        seen.setdefault(row[ID], number)
        if fact is not None:
            facts.append(fact)
    unknown = tuple(h for h in headings if h and h not in COLUMNS)
    events = frozenset(fact.values["event"] for fact in facts)
    return SourceReading(
        "paper",
        tuple(facts),
        tuple(faults),
        unknown,
        events=events,
    )


def _parse_row(
    number: int,
    row: dict[str, str],
    faults: list[CellFault],
) -> IncomingFact | None:
    said: dict[str, Any] = {}
    before = len(faults)
    for column in COLUMNS:
        value = row.get(column, "")
        try:
            if value and column not in {ID, PERSON, CASE}:
                said[column] = READERS.get(column, _parse_code)(column, value)
        except InvalidCellError as error:
            faults.append(CellFault(number, column, value[:SHOWN], str(error)))
    if not row[ID]:
        faults.append(CellFault(number, ID, "", _("the office's own sign for the row")))
    if "event" not in said and not row["event"]:
        faults.append(CellFault(number, "event", "", ", ".join(schema.EVENTS)))
    _check_row(number, row, said, faults)
    if len(faults) > before:
        return None
    said.setdefault("year", said["date"].year if "date" in said else None)
    return IncomingFact(
        number,
        said,
        row[ID],
        row.get(PERSON, ""),
        row.get(CASE, ""),
    )


def _check_row(
    number: int,
    row: dict[str, str],
    said: dict[str, Any],
    faults: list[CellFault],
) -> None:
    """What one cell says against another."""
    if not row.get("year") and not row.get("date"):
        faults.append(
            CellFault(
                number,
                "date",
                "",
                _("a day as 2018-10-31, or the year in column year"),
            ),
        )
    elif "year" in said and "date" in said and said["date"].year != said["year"]:
        right = _("the year of the date, %(year)s") % {"year": said["date"].year}
        faults.append(CellFault(number, "year", row["year"], right))
    if "amount" in said and not said.get("currency") and not row.get("currency"):
        faults.append(
            CellFault(
                number, "currency", "", _("the currency of the amount, such as LAK")
            ),
        )
    if row.get(PERSON) and said.get("number") not in {None, 1}:
        right = _("blank or 1: the row is about one person")
        faults.append(CellFault(number, "number", row["number"], right))


def _parse_code(column: str, value: str) -> str:
    if not CODE.fullmatch(value):
        raise InvalidCellError(
            _("a code of letters, figures, _ . + / and -, and no text")
        )
    return value


def _parse_choice(column: str, value: str) -> str:
    allowed = CHOICES[column]
    if value not in allowed and (column == "event" or value not in RESERVED):
        raise InvalidCellError(", ".join(allowed))
    return value


def _parse_country(column: str, value: str) -> str:
    if value not in RESERVED and not COUNTRY.fullmatch(value):
        raise InvalidCellError(_("the code of a country, such as LA"))
    return value


def _parse_currency(column: str, value: str) -> str:
    if not CURRENCY.fullmatch(value):
        raise InvalidCellError(_("the code of a currency, such as LAK"))
    return value


def _parse_number(column: str, value: str) -> int:
    wrong = InvalidCellError(_("a whole number, 0 or more"))
    if LONE_POINT.fullmatch(plain_figures(value)):
        raise wrong
    try:
        number = int(read_number(value))
    except UnreadableNumberError:
        raise wrong from None
    if not 0 <= number <= MOST:
        raise wrong
    return number


def _parse_year(column: str, value: str) -> int:
    year = plain_figures(value)
    if not re.fullmatch(r"(19|20)\d\d", year):
        raise InvalidCellError(_("a year, such as 2018"))
    return int(year)


def _parse_day(column: str, value: str) -> date:
    wrong = InvalidCellError(_("a day, such as 2018-10-31"))
    day = plain_figures(value)
    if not re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", day):
        raise wrong
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise wrong from None


def _parse_yes_or_no(column: str, value: str) -> bool:
    if value not in {"yes", "no"}:
        raise InvalidCellError(_("yes or no"))
    return value == "yes"


def _parse_codes(column: str, value: str) -> list[str]:
    return (
        []
        if value == "none"
        else sorted({_parse_code(column, v.strip()) for v in value.split(";")})
    )


READERS: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(CHOICES, _parse_choice),
    **dict.fromkeys(COUNTRIES, _parse_country),
    **dict.fromkeys(NUMBERS, _parse_number),
    "currency": _parse_currency,
    "year": _parse_year,
    "date": _parse_day,
    "official": _parse_yes_or_no,
    "means": _parse_codes,
}
