"""When somebody was born, as well as it is known: five kinds of knowing, one of them
chosen.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import BUDDHIST_YEAR, DayField
from sala.kit.number_fields import WholeNumberField
from sala.people import labels
from sala.people.rules import BirthInformation, BirthPrecision

EARLIEST = 1900
OLDEST = 120
FIGURES = {
    "inputmode": "numeric",
    "autocomplete": "off",
    "class": "govuk-input--width-4",
}
# What is typed for each kind of knowing.
TYPED = {
    BirthPrecision.DAY: ("birth_day",),
    BirthPrecision.MONTH: ("birth_month", "birth_month_year"),
    BirthPrecision.YEAR: ("birth_year",),
    BirthPrecision.ESTIMATE: ("birth_age",),
}
ALL_TYPED = [name for names in TYPED.values() for name in names]


def earliest_birth() -> date:
    """The first day that can be somebody's birth."""
    return date(EARLIEST, 1, 1)


def figure_field(label: Any, **kwargs: Any) -> WholeNumberField:
    """A whole number typed in figures of any script."""
    return WholeNumberField(
        label=label,
        required=False,
        widget=forms.TextInput(FIGURES),
        error_messages={"invalid": _("Enter a whole number in figures.")},
        **kwargs,
    )


class BirthForm(forms.Form):
    """The part of an identity that says how old somebody is."""

    birth_precision = forms.ChoiceField(
        label=_("How well is the birth known?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(p.value, label) for p, label in labels.PRECISIONS.items()],
    )
    birth_day = DayField(
        label=_("Day of birth"),
        required=False,
        earliest=earliest_birth,
        latest=clock.today,
    )
    birth_month = forms.ChoiceField(label=_("Month of birth"), required=False)
    birth_month_year = figure_field(_("Year of that month"))
    birth_year = figure_field(_("Year of birth"))
    birth_age = figure_field(
        _("Age in years"),
        min_value=0,
        max_value=OLDEST,
    )
    # The age somebody estimated before, and when: unchanged, it stays an estimate of
    # that day.
    estimated_age = forms.IntegerField(required=False, widget=forms.HiddenInput)
    estimated_on = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "birth_month", labels.month_choices())

    def birth_rows(self) -> list[tuple[dict[str, Any], list[BoundField]]]:
        """Each kind of knowing with the fields that belong under it."""
        radios = [radio.data for radio in self["birth_precision"]]
        return [(r, [self[name] for name in TYPED.get(r["value"], ())]) for r in radios]

    def estimated_before(self) -> date | None:
        """The day of an estimate that is being corrected; nothing where it cannot be
        read.
        """
        try:
            day: date | None = self.fields["estimated_on"].clean(
                self["estimated_on"].value(),
            )
        except ValidationError:
            return None
        return day

    def clean_birth_month_year(self) -> int | None:
        return _western_year(self.cleaned_data["birth_month_year"])

    def clean_birth_year(self) -> int | None:
        return _western_year(self.cleaned_data["birth_year"])

    def clean(self) -> None:
        """Keep what was typed for the kind chosen, or for the only kind typed."""
        super().clean()
        chosen = self._chosen()
        for name in set(ALL_TYPED) - set(TYPED.get(chosen, ())):
            self.errors.pop(name, None)
        for name in TYPED.get(chosen, ()):
            if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, _("Fill this in, or choose another answer above."))
        if not any(name in self.errors for name in (*ALL_TYPED, "birth_precision")):
            self._keep_birth(chosen)

    def _chosen(self) -> BirthPrecision:
        chosen = self.cleaned_data.get("birth_precision")
        if chosen:
            return BirthPrecision(chosen)
        kinds = [
            kind for kind, names in TYPED.items() if any(self._typed(n) for n in names)
        ]
        if len(kinds) > 1:
            self.add_error("birth_precision", _("Choose one of the answers."))
        return kinds[0] if len(kinds) == 1 else BirthPrecision.NOT_RECORDED

    def _typed(self, name: str) -> bool:
        return name in self.errors or self.cleaned_data.get(name) not in (None, "")

    def _keep_birth(self, precision: BirthPrecision) -> None:
        try:
            self.cleaned_data["birth"] = self._birth(precision)
        except ValidationError as error:
            self.add_error(TYPED[precision][-1], error)

    def _birth(self, precision: BirthPrecision) -> BirthInformation:
        typed = self.cleaned_data
        match precision:
            case BirthPrecision.DAY:
                return BirthInformation(precision, on=typed["birth_day"])
            case BirthPrecision.MONTH:
                first = date(typed["birth_month_year"], int(typed["birth_month"]), 1)
                return BirthInformation(precision, on=_not_after_today(first))
            case BirthPrecision.YEAR:
                return BirthInformation(precision, on=date(typed["birth_year"], 1, 1))
            case BirthPrecision.ESTIMATE:
                return BirthInformation(
                    precision,
                    age=typed["birth_age"],
                    estimated_on=self._estimated_on(),
                )
            case BirthPrecision.NOT_RECORDED:
                return BirthInformation()

    def _estimated_on(self) -> date:
        before: date | None = self.cleaned_data.get("estimated_on")
        same = self.cleaned_data["birth_age"] == self.cleaned_data.get("estimated_age")
        return before if same and before and before <= clock.today() else clock.today()


def as_initial(birth: BirthInformation) -> dict[str, Any]:
    """A birth as the form shows it for correction."""
    shown: dict[str, Any] = {"birth_precision": birth.precision.value}
    match birth.precision, birth.on:
        case BirthPrecision.DAY, day:
            shown["birth_day"] = day
        case BirthPrecision.MONTH, date() as day:
            shown |= {"birth_month": str(day.month), "birth_month_year": day.year}
        case BirthPrecision.YEAR, date() as day:
            shown["birth_year"] = day.year
        case BirthPrecision.ESTIMATE, _nothing:
            shown |= {"birth_age": birth.age, "estimated_age": birth.age}
            shown["estimated_on"] = birth.estimated_on
        case _:
            pass
    return shown


def _western_year(year: int | None) -> int | None:
    if year is None:
        return None
    if year > BUDDHIST_YEAR:
        wrong = _("Enter the year of the international calendar, for example %(year)s.")
        raise ValidationError(wrong, params={"year": year - 543})
    if not EARLIEST <= year <= clock.today().year:
        between = _("Enter a year between %(first)s and %(last)s.")
        raise ValidationError(
            between,
            params={"first": EARLIEST, "last": clock.today().year},
        )
    return year


def _not_after_today(day: date) -> date:
    if day > clock.today():
        raise ValidationError(_("This month has not come yet."))
    return day
