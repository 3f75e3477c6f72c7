"""How every form of Sala looks, and the day as three fields, which works on every
phone.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sala.kit.templatetags.kit import day
from sala.kit.typed_figures import plain_figures

Bound = date | Callable[[], date] | None
KIT_TEMPLATES = Path(__file__).parent / "templates"
DJANGO_TEMPLATES = Path(django.forms.__file__).parent / "templates"
BUILTINS = ["django.templatetags.i18n", "sala.kit.templatetags.kit"]
FULL_YEAR = 1000
LONG = 10  # figures, more than any version has
BUDDHIST_YEAR = 2400  # years above it are counted from the Buddha, 543 more


class SalaRenderer(DjangoTemplates):
    """Renders `{{ form }}`, a field group and every widget in the kit's markup."""

    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"

    @cached_property
    def engine(self) -> Any:
        """The kit's widget templates come before Django's own."""
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [KIT_TEMPLATES, DJANGO_TEMPLATES],
                "NAME": "kitforms",
                "OPTIONS": {"builtins": BUILTINS},
            },
        )


class DayInput(forms.MultiWidget):
    """A day typed as day, month and year."""

    template_name = "kit/day_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                part: _part_input(width)
                for part, width in (("day", 2), ("month", 2), ("year", 4))
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[Any]:
        """The three parts of a day already known."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""


def _part_input(width: int) -> forms.TextInput:
    classes = f"govuk-date-input__input govuk-input--width-{width}"
    return forms.TextInput(
        {
            "class": classes,
            "inputmode": "numeric",
            "autocomplete": "off",
        },
    )


class DayField(forms.Field):
    """A day of the calendar; says which part is missing or wrong."""

    widget = DayInput
    default_error_messages = {
        "required": _("Enter the day, the month and the year."),
        "no_day": _("Enter the day."),
        "no_month": _("Enter the month."),
        "no_year": _("Enter the year."),
        "short_year": _("Enter the year with four figures, for example 2007."),
        "buddhist_year": _(
            "Enter the year of the international calendar, for example %(year)s.",
        ),
        "invalid": _("Enter a day that exists, in figures, for example 27 3 2007."),
        "too_early": _("Enter %(day)s or a later day."),
        "too_late": _("Enter %(day)s or an earlier day."),
    }

    def __init__(
        self,
        *,
        earliest: Bound = None,
        latest: Bound = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        """The day that the three parts name."""
        if value is None or isinstance(value, date):
            return value
        parts = [plain_figures(str(part or "")) for part in value]
        if not any(parts):
            return None
        self._refuse_missing(parts)
        return self._day(parts)

    def validate(self, value: date | None) -> None:
        """Refuse a day outside the bounds."""
        super().validate(value)
        if value is None:
            return
        earliest, latest = _bound_day(self.earliest), _bound_day(self.latest)
        if earliest and value < earliest:
            raise self._error("too_early", day=day(earliest))
        if latest and value > latest:
            raise self._error("too_late", day=day(latest))

    def understood(self, typed: Any) -> str:
        """The day in words where its parts were typed in another script."""
        try:
            read = self.to_python(typed)
        except ValidationError:
            return ""
        bare = all(str(part or "").strip().isascii() for part in typed or ())
        return "" if read is None or bare else day(read)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the typed day differs from the day before; an unreadable one does."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _refuse_missing(self, parts: Sequence[str]) -> None:
        codes = ("no_day", "no_month", "no_year")
        missing = [
            self._error(code)
            for code, part in zip(codes, parts, strict=True)
            if not part
        ]
        if missing:
            raise ValidationError(missing)

    def _day(self, parts: Sequence[str]) -> date:
        if not all(part.isdecimal() for part in parts):
            raise self._error("invalid")
        number, month, year = (int(part) for part in parts)
        if year < FULL_YEAR:
            raise self._error("short_year")
        if year > BUDDHIST_YEAR:
            raise self._error("buddhist_year", year=year - 543)
        try:
            return date(year, month, number)
        except (ValueError, OverflowError):  # no such day; a figure longer than any
            raise self._error("invalid") from None

    def _error(self, code: str, **params: object) -> ValidationError:
        return ValidationError(
            self.error_messages[code],
            code=code,
            params=params,
        )


class VersionField(forms.Field):
    """The version of a record that a form was opened with; 0, which none has, where
    unreadable.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> int:
        """The version in figures."""
        text = str(value or "")
        return (
            int(text) if text.isascii() and text.isdecimal() and len(text) < LONG else 0
        )


class KeptForm(forms.Form):
    """A form of a record that others may change meanwhile; see
    `sala.desk.conflicts`.
    """

    version = VersionField()
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, without what the form itself remembers."""
        return {
            n: v for n, v in self.cleaned_data.items() if n not in {"version", "base"}
        }

    @property
    def said_of_version(self) -> dict[str, Any]:
        """What was filled in, and the version of the record that it is said of."""
        return self.said | {"version": self.cleaned_data["version"]}


def _bound_day(bound: Bound) -> date | None:
    return bound() if callable(bound) else bound
