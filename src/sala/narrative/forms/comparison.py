"""What an analyst asks of a comparison, and how a difference is explained."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.number_fields import YearField
from sala.narrative import labels as words
from sala.narrative.actions.explanations import LONGEST
from sala.narrative.places import country_name

EARLIEST, LATEST = 1950, 2100
YEAR = {"class": "govuk-input govuk-input--width-4", "inputmode": "numeric"}


class ExplanationForm(forms.Form):
    """Why the numbers differ."""

    reason = forms.ChoiceField(
        label=_("What is the reason?"),
        choices=[*words.EXPLANATIONS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In a sentence, for those who read the comparison"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class AbroadForm(forms.Form):
    """Which measure, which countries, which years."""

    measure = forms.ChoiceField(label=_("Measure"))
    country = forms.MultipleChoiceField(
        label=_("Countries"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    first = YearField(
        label=_("From the year"),
        min_value=EARLIEST,
        max_value=LATEST,
        widget=forms.TextInput(YEAR),
    )
    last = YearField(
        label=_("To the year"),
        min_value=EARLIEST,
        max_value=LATEST,
        widget=forms.TextInput(YEAR),
    )

    def __init__(
        self,
        *args: Any,
        measures: list[str],
        countries: list[str],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        measure: Any = self.fields["measure"]
        measure.choices = [(code, words.measure_label(code)) for code in measures]
        country: Any = self.fields["country"]
        country.choices = [(code, country_name(code)) for code in countries]

    def clean(self) -> dict[str, Any]:
        """The years in their order, and not too many of them."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last year is not before the first."))
        elif first and last and last - first > LONGEST_SPAN:
            self.add_error("last", _("Choose at most 30 years."))
        return said


LONGEST_SPAN = 29
