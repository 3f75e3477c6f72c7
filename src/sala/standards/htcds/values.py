"""One cell of an HTCDS file: what it says in the standard's own form, or why it cannot
be read.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from babel import Locale
from django.utils.translation import gettext as _

from sala.kit.spreadsheets import FORMULA
from sala.kit.typed_figures import plain_figures, read_number
from sala.standards.htcds.columns import MISSPELT
from sala.standards.queries import HtcdsField
from sala.standards.territories import alpha_2

Value = str | tuple[str, ...]
TRUE, FALSE = frozenset({"true", "yes", "1", "y"}), frozenset({"false", "no", "0", "n"})
PHONE = re.compile(r"^\+?[1-9]\d{1,14}$")  # the standard's own expression, after E.164
# As other systems write numbers: a point begins the decimals, nothing parts thousands.
BARE_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
LANGUAGE = re.compile(r"^[a-z]{2,3}$")
# A cell made safe for spreadsheets, as Sala writes it.
ESCAPED = re.compile(f"^'[{re.escape(''.join(FORMULA))}]")
LONGEST = 4000


class NotUnderstoodError(ValueError):
    """The value is not one the field can have; the message says what would be."""


def parse_cell(field: HtcdsField, cell: str) -> Value:
    """The value of a filled cell in the standard's form; several where the field has
    several.

    Raises `NotUnderstoodError` saying what would be right.
    """
    text = cell[1:] if ESCAPED.match(cell) else cell
    if len(text) > LONGEST:
        raise NotUnderstoodError(
            _("at most %(number)s characters") % {"number": LONGEST},
        )
    if field.multiple:
        parts = [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
        return tuple(dict.fromkeys(_parse_value(field, part) for part in parts))
    return _parse_value(field, text)


def _parse_value(field: HtcdsField, text: str) -> str:
    if field.picklist:
        return _picklist_code(field, text)
    if "ISO 3166" in (field.value_standard or ""):
        return _country_code(text)
    if "ISO 639" in (field.value_standard or ""):
        return _matching_text(
            LANGUAGE,
            text.lower(),
            _("a language code of ISO 639, such as lao"),
        )
    if field.code.endswith("Phone"):
        number = re.sub(r"[\s().-]", "", plain_figures(text))
        return _matching_text(
            PHONE,
            number,
            _("a number in the form of E.164, such as +8562012345678"),
        )
    return _KINDS.get(field.kind, str)(text)


def _picklist_code(field: HtcdsField, text: str) -> str:
    assert field.picklist is not None  # noqa: S101 asked before
    wanted = MISSPELT.get((field.code, text.casefold()), text)
    for value in field.picklist.values:
        if wanted.casefold() in {value.code.casefold(), value.label.casefold()}:
            return value.code
    raise NotUnderstoodError(
        _("one of: %(codes)s") % {"codes": ", ".join(field.picklist.codes)},
    )


def _country_code(text: str) -> str:
    code = text.upper()
    known = Locale("en").territories
    if len(code) == 3 and code.isalpha():  # noqa: PLR2004 ISO 3166-1 alpha-3
        code = alpha_2(code)
    if len(code) == 2 and code in known:  # noqa: PLR2004 ISO 3166-1 alpha-2
        return code
    raise NotUnderstoodError(_("a country code of ISO 3166, such as LA or LAO"))


def _matching_text(pattern: re.Pattern[str], text: str, right: str) -> str:
    if not pattern.match(text):
        raise NotUnderstoodError(right)
    return text


def _iso_day(typed: str) -> str:
    text = plain_figures(typed)
    try:
        found = (
            datetime.fromisoformat(text).date()
            if len(text) > len(A_DAY)
            else date.fromisoformat(text)
        )
    except ValueError:
        raise NotUnderstoodError(_("a day in the form 1999-12-31")) from None
    return found.isoformat()


def _whole_number(text: str) -> str:
    plain = plain_figures(text)
    try:
        number = float(plain if BARE_NUMBER.fullmatch(plain) else read_number(plain))
    except ValueError:
        raise NotUnderstoodError(_("a number in figures")) from None
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 NaN
        raise NotUnderstoodError(_("a number in figures"))
    return str(int(number)) if number.is_integer() else str(number)


def _plain_text(text: str) -> str:
    if text.casefold() in TRUE:
        return "true"
    if text.casefold() in FALSE:
        return "false"
    raise NotUnderstoodError(_("true or false"))


A_DAY = "1999-12-31"
_KINDS: dict[str, Callable[[str], str]] = {
    "Date": _iso_day,
    "Number": _whole_number,
    "Checkbox": _plain_text,
}
