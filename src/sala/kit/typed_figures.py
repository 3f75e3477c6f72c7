"""Figures as people type them: of any script, with the spaces and signs they set
between.

The one place where typed figures are read: forms, imported files and search ask here.
"""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

LONGEST = 40  # figures and signs; no number of the house has as many
# Signs that look like one of ASCII, where nobody tells them apart on paper.
ALIKE = {
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4\u0060\uff07\u066c", "'"),
    **dict.fromkeys("\u2212\uff0d\ufe63", "-"),
    **dict.fromkeys("\uff0c\u060c\ufe50\u201a", ","),
    **dict.fromkeys("\uff0e\ufe52", "."),
    **dict.fromkeys("\uff0f\u2044\u2215", "/"),
    **dict.fromkeys("\uff08", "("),
    **dict.fromkeys("\uff09", ")"),
    "\uff0b": "+",
    "\uff1a": ":",
}
DECIMAL_SIGNS = ".,\u066b"
NUMBER = re.compile(r"([+-]?) ?([0-9][0-9 .,'\u066b]*)")
PRICE_END = re.compile(r"[.,]-$")  # 500.- as prices are written
GROUP = 3  # figures between two signs


class NumberFault(StrEnum):
    """Why what was typed is no number."""

    NO_NUMBER = "invalid"
    AMBIGUOUS = "ambiguous"  # 1.234 where parts of one are counted too
    GROUPS = "groups"
    PARTS = "parts"  # more decimal places than are counted


class UnreadableNumberError(ValueError):
    """What was typed is no number, or could be two."""

    def __init__(self, fault: NumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def plain_figures(text: str) -> str:
    """A text with its figures in ASCII, of whatever script they are; signs that look
    alike are one, invisible ones are gone, each blank is a space.

    Raised and circled figures are none: a mark of a footnote is no part of a number.
    """
    return "".join(_plain_sign(sign) for sign in text).strip()


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(int(sign))
    category = unicodedata.category(sign)
    if category == "Cf" or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if category == "Zs" or sign.isspace():
        return " "
    return "-" if category == "Pd" else ALIKE.get(sign, sign)


def read_number(text: str, places: int = 0) -> Decimal:
    """The number in what was typed, with at most so many decimal places.

    Spaces and apostrophes part groups of three; so do points and commas, of which the
    last may also begin the decimals. Raises `UnreadableNumberError` where there is no
    number, or there are two that it could be.
    """
    plain = PRICE_END.sub("", plain_figures(text))
    found = NUMBER.fullmatch(plain)
    if not found or len(plain) > LONGEST:
        raise UnreadableNumberError(NumberFault.NO_NUMBER)
    sign, body = found[1], found[2].rstrip()
    if body[-1] in DECIMAL_SIGNS + "' ":
        raise UnreadableNumberError(NumberFault.NO_NUMBER)
    whole, parts = _whole_and_parts(body, places)
    parts = parts.rstrip("0")
    if len(parts) > places:
        raise UnreadableNumberError(NumberFault.PARTS)
    return Decimal(f"{sign}{whole}.{parts}" if parts else f"{sign}{whole}")


def _whole_and_parts(body: str, places: int) -> tuple[str, str]:
    """The figures before the decimals without what parts them, and the decimals."""
    signs = re.findall(r"[^0-9]", body)
    if not signs:
        return body, ""
    last = signs[-1]
    begins_parts = last in DECIMAL_SIGNS and signs.count(last) == 1
    grouped = _ungrouped(body)
    if grouped is not None and last != "\u066b":
        if begins_parts and len(signs) == 1 and places:
            raise UnreadableNumberError(NumberFault.AMBIGUOUS)
        return grouped, ""
    if not begins_parts:
        raise UnreadableNumberError(NumberFault.GROUPS)
    before, _sign, parts = body.rpartition(last)
    whole = before if len(signs) == 1 else _ungrouped(before)
    if whole is None:
        raise UnreadableNumberError(NumberFault.GROUPS)
    return whole, parts


def _ungrouped(body: str) -> str | None:
    """Figures in groups of three by one sign, put together; None for others."""
    groups = re.split(r"[^0-9]", body)
    signs = set(re.findall(r"[^0-9]", body))
    lead = groups[0]
    regular = all(len(group) == GROUP for group in groups[1:])
    if len(signs) != 1 or not regular or not 1 <= len(lead) <= GROUP or lead[0] == "0":
        return None
    return "".join(groups)
