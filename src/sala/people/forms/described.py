"""The part of a form that describes somebody without saying who they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.people.described import Described


class DescribedForm(forms.Form):
    """Sex, age group, citizenship; each may stay unrecorded."""

    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*Described.Sex.choices, ("", _("Not recorded"))],
    )
    age_group = forms.ChoiceField(
        label=_("Age"),
        help_text=_("If you are in doubt, the person is treated as a child."),
        required=False,
        widget=forms.RadioSelect,
        choices=[*Described.AgeGroup.choices, ("", _("Not recorded"))],
    )
    citizenship = forms.ChoiceField(
        label=_("Citizenship"),
        help_text=_("What the person says counts; no document is needed."),
        required=False,
        choices=places.country_choices,
    )

    def described(self) -> dict[str, Any]:
        """The three values as the columns of an event."""
        return {
            name: self.cleaned_data[name]
            for name in ("sex", "age_group", "citizenship")
        }
