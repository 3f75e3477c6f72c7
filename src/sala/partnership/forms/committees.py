"""Founding and dissolving committees, recording meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field, choices_field, count_field, text_field
from sala.kit.forms import DayField, KeptForm
from sala.partnership.actions import FoundingInput, Meeting
from sala.partnership.forms.common import offer_agencies
from sala.partnership.labels import LEVELS

MOST = 1000  # decisions of one meeting


class CommitteeForm(forms.Form):
    """A committee of a level and place."""

    level = forms.ChoiceField(
        label=_("At which level?"),
        choices=list(LEVELS.items()),
        widget=forms.RadioSelect,
    )
    place_code = choice_field(_("Where?"), blank=_("The whole country"))
    village = text_field(
        _("Village"),
        80,
        required=False,
        hint=_("Only for a village’s committee."),
    )
    founded_on = DayField(label=_("Since which day?"), latest=clock.today)
    agency = choice_field(_("Who keeps the minutes?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(
            self,
            "place_code",
            [("", _("The whole country")), *places.place_choices()[1:]],
        )
        offer_agencies(self, "agency")

    def founding(self) -> FoundingInput:
        """The committee as it was filled in."""
        return FoundingInput(**self.cleaned_data)


class DissolveForm(KeptForm):
    """When a committee was dissolved."""

    dissolved_on = DayField(
        label=_("On which day was it dissolved?"),
        latest=clock.today,
    )


class MeetingForm(forms.Form):
    """A meeting: when, who was there, how many decisions."""

    happened_on = DayField(label=_("On which day did it meet?"), latest=clock.today)
    present = choices_field(_("Which agencies were there?"), {})
    decisions = count_field(
        _("How many decisions were taken?"),
        MOST,
        hint=_("Leave empty what you do not know."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(a.code, f"{a.name} ({a.code})") for a in access.list_agencies()]
        offer_choices(self, "present", known)

    def meeting(self) -> Meeting:
        """The meeting as it was filled in."""
        return Meeting(**self.cleaned_data)
