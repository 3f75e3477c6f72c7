"""Requests between countries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField
from sala.prosecution.actions import CooperationInput
from sala.prosecution.forms.common import StateMoveForm, choice_field
from sala.prosecution.labels import complaints as labels


class CooperationForm(forms.Form):
    """What one country asks of another."""

    direction = forms.ChoiceField(
        label=_("Who asks whom?"),
        choices=list(labels.DIRECTIONS.items()),
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(label=_("Which country?"))
    kind = choice_field(_("What is asked for?"), labels.COOPERATION_KINDS)
    made_on = DayField(label=_("When was it asked?"), latest=clock.today)
    due_on = DayField(label=_("By when should it be answered?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "country", places.country_choices(_("Choose a country")))

    def cooperation_input(self) -> CooperationInput:
        """The request as it was filled in."""
        return CooperationInput(**self.cleaned_data)


class MoveCooperationForm(StateMoveForm):
    """What became of a request, and when."""

    on = DayField(label=_("On which day?"), latest=clock.today)
