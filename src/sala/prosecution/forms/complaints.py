"""Complaints and incidents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access.queries import AgencyRow
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.prosecution.actions import ComplaintInput, IncidentInput
from sala.prosecution.forms.common import (
    TAKEN_OVER,
    StateMoveForm,
    account_field,
    choice_field,
    offer_agencies,
    offer_officials,
    official_field,
)
from sala.prosecution.labels import complaints as labels
from sala.prosecution.labels.cases import Words
from sala.prosecution.rules import complaints as rules

INCIDENT_MOVES: dict[str, Words] = {
    "open_case": _("It becomes a case"),
    "reject": _("It is no case"),
    "reconsider": _("Take it up again"),
}


class ComplaintForm(forms.Form):
    """What somebody came to complain about."""

    channel = choice_field(_("How did it come?"), labels.CHANNELS)
    about = choice_field(_("What is it about?"), labels.ABOUT)
    received_on = DayField(label=_("When was it received?"), latest=clock.today)
    place_code = forms.ChoiceField(label=_("Where did it happen?"), required=False)
    account = account_field()
    official_agency = official_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "place_code", places.place_choices())
        offer_officials(self)

    def complaint_input(self) -> ComplaintInput:
        """The complaint as it was filled in."""
        return ComplaintInput(**self.cleaned_data)


class SignsForm(KeptForm):
    """Every sign of trafficking, asked of every complaint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sign in rules.SIGNS:
            self.fields[sign] = forms.ChoiceField(
                label=str(labels.SIGNS[sign]),
                choices=list(labels.ANSWERS.items()),
                widget=forms.RadioSelect,
                required=False,
            )

    def sign_answers(self) -> dict[str, str]:
        """The answers that were given; what was not asked is left out."""
        return {sign: said for sign in rules.SIGNS if (said := self.cleaned_data[sign])}


class ReferComplaintForm(forms.Form):
    """To whom it goes."""

    agency = forms.ChoiceField(label=_("Which agency investigates?"))

    def __init__(self, *args: Any, agencies: list[AgencyRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_agencies(self, agencies)


class CloseComplaintForm(KeptForm):
    """Why it is closed without police."""

    reason = choice_field(
        _("Why is it closed without police?"),
        labels.CLOSED_REASONS,
        hint=_("A second person reviews it."),
    )


class ReviewComplaintForm(KeptForm):
    """Whether it was rightly closed."""

    agrees = forms.ChoiceField(
        label=_("Was it right to close it?"),
        choices=[("yes", _("Yes, it stays closed")), ("no", _("No, open it again"))],
        widget=forms.RadioSelect,
    )


class IncidentForm(forms.Form):
    """Something that police came to know of."""

    source = choice_field(
        _("How do you know of it?"),
        {code: labels.SOURCES[code] for code in rules.INCIDENT_SOURCES},
    )
    happened_on = DayField(
        label=_("When did it happen?"),
        latest=clock.today,
        required=False,
    )
    place_code = forms.ChoiceField(label=_("Where did it happen?"), required=False)
    country = forms.ChoiceField(label=_("In which country?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "place_code", places.place_choices())
        offer_choices(self, "country", places.country_choices())

    def incident_input(self) -> IncidentInput:
        """The incident as it was filled in."""
        return IncidentInput(**self.cleaned_data)


class DecideIncidentForm(StateMoveForm):
    """Whether it becomes a case."""

    reason = choice_field(_("Why is it no case?"), labels.NOT_A_CASE, required=False)
    official_agency = official_field(TAKEN_OVER)

    def __init__(self, *args: Any, moves: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(
            *args,
            moves=moves,
            known=INCIDENT_MOVES,
            **kwargs,
        )
        offer_officials(self)
        if "open_case" not in moves:
            del self.fields["reason"], self.fields["official_agency"]
