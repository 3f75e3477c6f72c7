"""Recording an operation, and why some were not screened."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sala.countries import queries as countries
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import WholeNumberField
from sala.screening.actions.operations import OperationInput
from sala.screening.labels import BELONGING, NOT_SCREENED, OPERATIONS, WHO, Words
from sala.screening.rules.operations import MetAtOperation

MOST = 100_000  # people met at once; more is a slip of the keyboard


class OperationForm(KeptForm):
    """What happened, where and when, and how many people were met."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=list(OPERATIONS.items()),
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    place_code = forms.ChoiceField(label=_("Where?"), required=False)
    crossing_code = forms.ChoiceField(label=_("At which crossing?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "place_code", places.place_choices())
        crossings = [(c.code, c.name) for c in countries.border_crossings()]
        offer_choices(self, "crossing_code", [("", _("Not at a crossing")), *crossings])
        for who, label in WHO.items():
            for belonging, (_national, said) in BELONGING.items():
                self.fields[cell_name(who, belonging)] = WholeNumberField(
                    label=f"{label}: {said}",
                    min_value=0,
                    max_value=MOST,
                    required=False,
                    widget=forms.TextInput(
                        attrs={"inputmode": "numeric", "class": "govuk-input--width-4"},
                    ),
                )

    def groups(self) -> list[tuple[Words, list[BoundField]]]:
        """The numbers met, a group of people a line."""
        return [
            (label, [self[cell_name(who, belonging)] for belonging in BELONGING])
            for who, label in WHO.items()
        ]

    def clean(self) -> None:
        """A place or a crossing, one of them at least."""
        super().clean()
        if not (
            self.cleaned_data.get("place_code")
            or self.cleaned_data.get("crossing_code")
        ):
            self.add_error("place_code", _("Choose a place or a crossing."))

    def occasion(self) -> OperationInput:
        """The operation as it was filled in; an empty number is not recorded, zero is
        none.
        """
        said = self.cleaned_data
        met = [
            MetAtOperation(*who, national, said[cell_name(who, belonging)])
            for who in WHO
            for belonging, (national, _words) in BELONGING.items()
            if said[cell_name(who, belonging)] is not None
        ]
        names = ("kind", "happened_on", "place_code", "crossing_code")
        return OperationInput(**{name: said[name] for name in names}, met=met)


def cell_name(who: tuple[str, str], belonging: str) -> str:
    """The name of the field of one number."""
    return "_".join(["met", *(part or "unknown" for part in who), belonging])


def as_initial(met: tuple[MetAtOperation, ...]) -> dict[str, int]:
    """The numbers recorded, for a form that corrects them."""
    by_belonging = {national: code for code, (national, _words) in BELONGING.items()}
    return {
        cell_name((m.sex, m.age_group), by_belonging[m.national]): m.number for m in met
    }


class ExplainForm(forms.Form):
    """For how many there will be no screening, and why."""

    reason = forms.ChoiceField(
        label=_("Why were they not screened?"),
        choices=list(NOT_SCREENED.items()),
        widget=forms.RadioSelect,
    )
    number = WholeNumberField(
        label=_("How many people?"),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-4"},
        ),
    )


class TakeBackForm(forms.Form):
    """Which explanation was wrong."""

    explained = WholeNumberField(min_value=1)
