"""Fields for numbers, codes and times, which people type in the figures of their script
and part as they are used to; what was understood stands beside what is wrong.
"""

import re
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.kit.templatetags.kit import number
from sala.kit.typed_figures import (
    NumberFault,
    UnreadableNumberError,
    plain_figures,
    read_number,
)

TIME = re.compile(r"([01]?[0-9]|2[0-3]) ?[:.] ?([0-5][0-9])")
FIGURES = {"inputmode": "numeric", "autocomplete": "off"}
WHOLE_FAULTS: dict[str, Any] = {
    NumberFault.GROUPS: _(
        "Part the figures in groups of three, such as 1 250 000, or not at all.",
    ),
    NumberFault.PARTS: _("Enter a whole number, without decimals."),
}
DECIMAL_FAULTS: dict[str, Any] = {
    NumberFault.NO_NUMBER: _("Enter a number."),
    NumberFault.GROUPS: WHOLE_FAULTS[NumberFault.GROUPS],
    NumberFault.PARTS: _("Enter fewer decimals."),
    NumberFault.AMBIGUOUS: _(
        "This can be read in two ways: 1.234 may be one thousand two hundred and"
        " thirty-four, or a little more than one. Leave the point or comma out, or"
        " write two decimals.",
    ),
}
LIMITS: dict[str, Any] = {
    "min_value": _("Enter %(limit)s or more."),
    "max_value": _("Enter %(limit)s or less."),
}


class TypedNumber(forms.IntegerField):
    """What the fields for numbers have in common: their limits, and what they read."""

    places = 0  # decimals that are counted

    def __init__(
        self,
        *,
        min_value: int | None = None,
        max_value: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.least, self.most = min_value, max_value

    def validate(self, value: Any) -> None:
        """Refuse a number outside its limits."""
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise self._outside("min_value", self.least)
        if self.most is not None and value > self.most:
            raise self._outside("max_value", self.most)

    def written(self, read: Decimal | int) -> str:
        """A number as the reader's language writes it."""
        return number(read)

    def understood(self, typed: Any) -> str:
        """What was read, as the reader's language writes it, where it was typed
        otherwise than in bare figures; empty where nothing needs saying.
        """
        try:
            read = self.read(typed)
        except ValidationError:
            return ""
        plain = str(typed or "").strip()
        return "" if read is None or plain == str(read) else self.written(read)

    def read(self, value: Any) -> Decimal | None:
        """The number that was typed, or none; raises `ValidationError`."""
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return None
        try:
            return read_number(text, self.places)
        except UnreadableNumberError as error:
            fault = error.fault.value
            raise ValidationError(self.error_messages[fault], code=fault) from error

    def _outside(self, code: str, limit: int) -> ValidationError:
        said = {"limit": self.written(limit)}
        return ValidationError(self.error_messages[code], code=code, params=said)


class WholeNumberField(TypedNumber):
    """A whole number in figures of any script; groups of three may be parted."""

    widget = forms.TextInput(attrs=FIGURES)
    default_error_messages = WHOLE_FAULTS | LIMITS

    def to_python(self, value: Any) -> int | None:
        """The number that was typed, or none."""
        read = self.read(value)
        return None if read is None else int(read)


class YearField(WholeNumberField):
    """A year, which is written without groups in any language."""

    def written(self, read: Decimal | int) -> str:
        """The year in bare figures."""
        return str(int(read))


class DecimalNumberField(TypedNumber):
    """A number that may have decimals; one that could be two numbers is refused."""

    widget = forms.TextInput(attrs={**FIGURES, "inputmode": "decimal"})
    default_error_messages = DECIMAL_FAULTS | LIMITS

    def __init__(self, *, decimal_places: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places = decimal_places

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number that was typed, or none."""
        return self.read(value)


class NamingCodeField(forms.CharField):
    """A code of letters and figures that something is named by in exports; its figures
    and signs are kept in ASCII.
    """

    def to_python(self, value: Any) -> str:
        """The code as it is kept."""
        return plain_figures(super().to_python(value) or "")

    def understood(self, typed: Any) -> str:
        """The code as it is kept, where it was typed otherwise."""
        text = str(typed or "").strip()
        read = plain_figures(text)
        return "" if read == text else read


class TimeOfDayField(forms.TimeField):
    """A time of day, whose hours and minutes a colon or a point parts."""

    def to_python(self, value: Any) -> time | None:
        """The time that was typed, or none."""
        plain = plain_figures(str(value or ""))
        found = TIME.fullmatch(plain)
        return super().to_python(f"{found[1]}:{found[2]}" if found else plain)

    def understood(self, typed: Any) -> str:
        """The time as it is written in figures, where it was typed otherwise."""
        found = TIME.fullmatch(plain_figures(str(typed or "")))
        if not found:
            return ""
        read = f"{int(found[1]):02}:{found[2]}"
        return "" if str(typed).strip() in {read, read.removeprefix("0")} else read
