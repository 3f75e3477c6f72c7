"""Opening an identity: for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access.roles import Purpose


class PurposeForm(forms.Form):
    """The purpose that stands in the ledger beside the opening."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=[
            ("", _("Choose a purpose")),
            *((p.value, p.label) for p in Purpose if p is not Purpose.CORRECTION),
        ],
    )

    def __init__(self, *args: Any, glass: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if glass:
            self.initial["purpose"] = Purpose.EMERGENCY.value
