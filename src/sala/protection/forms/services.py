"""What was given, on which day, and as which of the things that the law gives."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField
from sala.kit.number_fields import WholeNumberField
from sala.people.forms.described import DescribedForm
from sala.protection import labels
from sala.protection.actions.services import Service
from sala.protection.forms.choices import radio_field
from sala.protection.forms.rights import offer_rights, right_field
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.rules import services as rules


class ServiceForm(DescribedForm):
    """One service on one day."""

    service = radio_field(_("What was given?"), labels.SERVICES)
    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    entitlement = right_field()
    fulfils = radio_field(
        _("Is anything more of it owed?"),
        {
            "": _("Yes, or it is none of them"),
            "yes": _("No: this is what the law gives"),
        },
        required=False,
    )
    place_code = forms.ChoiceField(label=_("Place"), required=False)
    quantity = WholeNumberField(
        label=_("How many times, days or hours?"),
        min_value=1,
        max_value=rules.MOST_TIMES,
        required=False,
    )
    amount = WholeNumberField(
        min_value=1,
        max_value=rules.MOST,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Sealed like the identity, and erased with it."),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        required=False,
    )
    field_order = ("service", "happened_on", "entitlement", "fulfils")

    def __init__(
        self,
        *args: Any,
        rights: list[EntitlementRow],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rights(self, rights)
        offer_choices(self, "place_code", places.place_choices())
        self.fields["amount"].label = _("How much money, in %(currency)s?") % {
            "currency": currency,
        }

    def given(self) -> Service:
        """The service as it was filled in."""
        said = self.cleaned_data
        names = ("service", "happened_on", "place_code", "quantity", "amount", "note")
        return Service(
            **{name: said[name] for name in names},
            entitlement=UUID(said["entitlement"]) if said["entitlement"] else None,
            fulfils=said["fulfils"] == "yes",
            **self.described(),
        )


class StrikeForm(forms.Form):
    """Why a service is struck out."""

    reason = radio_field(
        _("What was wrong?"),
        {code: labels.REASONS[code] for code in rules.STRUCK},
    )
