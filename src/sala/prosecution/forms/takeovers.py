"""Why the central office takes a case over, and what oversight does with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.choices import offer_choices
from sala.prosecution.forms.common import (
    TAKEN_OVER,
    offer_officials,
    official_field,
)
from sala.prosecution.labels.takeovers import REASONS
from sala.prosecution.rules.takeovers import OFFICIAL

AGENCY_MISSING = _("Choose the agency of the official.")


class TakeOverForm(forms.Form):
    """Why the central office is to work on a case."""

    reason = forms.ChoiceField(
        label=_("Why is it for the central office?"),
        help_text=_("Only the central office reads this."),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
    )
    official_agency = official_field(TAKEN_OVER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_officials(self)

    def clean(self) -> None:
        """Of an official the agency is said, and of nobody else."""
        super().clean()
        named = bool(self.cleaned_data.get("official_agency"))
        if self.cleaned_data.get("reason") == OFFICIAL and not named:
            self.add_error("official_agency", AGENCY_MISSING)
        if self.cleaned_data.get("reason") != OFFICIAL:
            self.cleaned_data["official_agency"] = ""


class SteerTakeoverForm(forms.Form):
    """Whether oversight keeps a case, and of which agency its official is."""

    do = forms.ChoiceField(label=_("What is to be done?"), widget=forms.RadioSelect)
    official_agency = official_field(TAKEN_OVER)

    def __init__(self, *args: Any, confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            ("confirm", _("The central office keeps it")),
            ("name", _("It concerns an official of this agency")),
            ("give_back", _("Give it back, with what was done since")),
        ]
        offer_choices(self, "do", offered[1:] if confirmed else offered)
        offer_officials(self)

    def clean(self) -> None:
        """Of an official the agency is said."""
        super().clean()
        named = bool(self.cleaned_data.get("official_agency"))
        if self.cleaned_data.get("do") == "name" and not named:
            self.add_error("official_agency", AGENCY_MISSING)
