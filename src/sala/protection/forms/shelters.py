"""Shelters and beds, who comes, and who leaves."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import NamingCodeField, WholeNumberField
from sala.people.forms.described import DescribedForm
from sala.protection import labels
from sala.protection.actions.shelters import BedBooking, BedKind
from sala.protection.forms import choices
from sala.protection.forms.choices import radio_field
from sala.protection.forms.rights import offer_rights, right_field
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.queries.shelters import BedRow
from sala.protection.rules import shelters as rules


class ShelterForm(forms.Form):
    """A house and the code that figures name it by; never where it stands."""

    code = NamingCodeField(
        label=_("Code"),
        help_text=_("Anybody may know it, and it never changes: LWU-1."),
        max_length=24,
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_(
            "As your staff call it. Only your agency sees it. Never an address.",
        ),
        max_length=80,
    )
    place_code = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "place_code", places.place_choices())

    def clean_code(self) -> str:
        """In capitals, as codes are."""
        return str(self.cleaned_data["code"]).strip().upper()


class BedsForm(forms.Form):
    """So many places of one kind."""

    number = WholeNumberField(
        label=_("How many?"),
        min_value=1,
        max_value=rules.MOST_BEDS,
    )
    sex = radio_field(_("For whom?"), labels.BED_SEXES, required=False)
    age_group = radio_field(_("Of what age?"), labels.BED_AGES, required=False)
    family = forms.BooleanField(label=_("In a room for a family"), required=False)
    accessible = forms.BooleanField(
        label=_("Reached and used without steps, also with a wheelchair"),
        required=False,
    )

    def kind(self) -> BedKind:
        """For whom the places are."""
        names = ("sex", "age_group", "family", "accessible")
        return BedKind(**{name: self.cleaned_data[name] for name in names})


class BedForm(DescribedForm):
    """Which bed, from when, and whether the person is there."""

    bed = forms.ChoiceField(label=_("Which bed?"))
    exception = forms.ChoiceField(
        label=_("Why a bed that is for others?"),
        help_text=_("Only where the bed is for another sex or age."),
        choices=[("", _("It is for this person")), *labels.EXCEPTIONS.items()],
        required=False,
    )
    from_on = DayField(label=_("From which day?"), initial=clock.today)
    entitlement = right_field()
    arrived = radio_field(
        _("Is the person there?"),
        {"yes": _("Yes, the person has come"), "no": _("Not yet: hold the bed")},
    )
    expected_until = DayField(
        label=_("Until when, as far as you know?"),
        required=False,
    )
    field_order = ("bed", "sex", "age_group", "citizenship", "exception")

    def __init__(
        self,
        *args: Any,
        beds: list[BedRow],
        rights: list[EntitlementRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rights(self, rights)
        houses: dict[str, list[tuple[str, str]]] = {}
        for bed in beds:
            houses.setdefault(bed.shelter, []).append(
                (str(bed.id), choices.bed_label(bed))
            )
        offer_choices(self, "bed", [("", _("Choose a bed")), *houses.items()])
        taken = _("This bed was taken meanwhile. Choose another.")
        self.fields["bed"].error_messages["invalid_choice"] = taken

    def booking(self) -> BedBooking:
        """What was chosen."""
        said = self.cleaned_data
        return BedBooking(
            bed=UUID(said["bed"]),
            from_on=said["from_on"],
            arrived=said["arrived"] == "yes",
            expected_until=said["expected_until"],
            exception=said["exception"],
            entitlement=UUID(said["entitlement"]) if said["entitlement"] else None,
            **self.described(),
        )


class StayForm(KeptForm):
    """What happens with a stay next."""

    move = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    happened_on = DayField(
        label=_("On which day?"),
        latest=clock.today,
        required=False,
    )
    reason = forms.ChoiceField(label=_("Why?"), required=False)
    destination = forms.ChoiceField(
        label=_("Where to?"),
        choices=[("", _("Choose where to")), *labels.DESTINATIONS.items()],
        required=False,
    )

    def __init__(self, *args: Any, moves: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "move", [(move, labels.STAY_MOVES[move]) for move in moves])
        why = {"leave": rules.LEFT, "cancel": rules.NOT_CAME}
        codes = dict.fromkeys(code for move in moves for code in why.get(move, ()))
        offer_choices(
            self,
            "reason",
            [("", _("Choose why")), *((c, labels.REASONS[c]) for c in codes)],
        )
        if "leave" not in moves:
            del self.fields["destination"]

    def clean(self) -> None:
        """A day for who came or left, a reason for who left or did not come."""
        super().clean()
        said = self.cleaned_data
        move = said.get("move")
        if move in {"come", "leave"} and not said.get("happened_on"):
            self.add_error("happened_on", _("Say on which day."))
        if move in {"leave", "cancel"} and not said.get("reason"):
            self.add_error("reason", _("Choose why."))
        if move == "leave" and not said.get("destination"):
            self.add_error(
                "destination",
                _("Choose where to, or that it is not known."),
            )
