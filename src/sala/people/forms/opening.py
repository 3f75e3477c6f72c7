"""Opening an identity: for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.purposes import purposes_of


class PurposeForm(forms.Form):
    """The purpose that stands in the ledger beside the opening: one of the viewer's own
    work, which is chosen already where there is one only.
    """

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
    )

    def __init__(self, *args: Any, by: Actor, glass: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(p.value, p.label) for p in purposes_of(by, glass=glass)]
        if len(offered) > 1:
            offered.insert(0, ("", _("Choose a purpose")))
        self.fields["purpose"].choices = offered  # type: ignore[attr-defined]
