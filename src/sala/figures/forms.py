"""What an analyst says of a year."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.facts.schema import EVENTS
from sala.figures.answer_labels import ANSWERS, EVENT_NAMES
from sala.figures.answer_labels import REASONS as REASON_WORDS
from sala.figures.definitions import FIGURES
from sala.figures.rules import REASONS
from sala.kit import clock
from sala.kit.number_fields import YearField

SELECT = {"class": "govuk-select"}


class FigureYearForm(forms.Form):
    """A year that has begun."""

    year = YearField(
        label=_("Year"),
        min_value=1990,
        widget=forms.TextInput(
            {"class": "govuk-input govuk-input--width-4", "inputmode": "numeric"},
        ),
    )

    def clean_year(self) -> int:
        """No year that has not begun."""
        year: int = self.cleaned_data["year"]
        if year > clock.today().year:
            raise forms.ValidationError(_("Enter a year that has begun."))
        return year


class CoverageForm(FigureYearForm):
    """What is recorded of a year, and how much of it."""

    about = forms.ChoiceField(label=_("Of what"), widget=forms.Select(SELECT))
    answer = forms.ChoiceField(
        label=_("What is known"),
        choices=[*ANSWERS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = [(code, str(EVENT_NAMES[code])) for code in EVENTS]
        figures = [(code, str(figure.name)) for code, figure in FIGURES.items()]
        about = cast("forms.ChoiceField", self.fields["about"])
        about.choices = [
            (_("Everything recorded as"), events),
            (_("One figure"), figures),
        ]


class SnapshotForm(FigureYearForm):
    """Freezing a year."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(code, REASON_WORDS[code]) for code in REASONS],
        widget=forms.RadioSelect,
    )
