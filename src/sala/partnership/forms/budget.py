"""Budget lines and spending."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.countries import queries as countries
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field, count_field
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import WholeNumberField
from sala.kit.periods import FIRST, LAST
from sala.partnership.actions import AllocationInput
from sala.partnership.forms.common import offer_agencies
from sala.partnership.labels import PURPOSES, SOURCES
from sala.partnership.queries.plans import ObjectiveRow
from sala.partnership.rules.budget import MOST

EMPTY = _("Whole units of the currency, %(currency)s. Empty: not recorded.")


def amount_field(label: Any, *, required: bool = False) -> WholeNumberField:
    """Money in whole units of the country's currency."""
    return count_field(label, MOST, required=required)


def offer_objectives(
    form: forms.Form,
    name: str,
    rows: list[ObjectiveRow],
    blank: Any,
) -> None:
    """Objectives by number."""
    offer_choices(
        form,
        name,
        [("", blank), *((str(r.id), f"{r.number} {r.text[:80]}") for r in rows)],
    )


class AllocationForm(forms.Form):
    """What an agency has for a purpose in a fiscal year."""

    fiscal_year = count_field(
        _("Fiscal year"),
        LAST,
        least=FIRST,
        required=True,
    )
    agency = choice_field(_("Which agency spends it?"))
    purpose = choice_field(_("For what?"), PURPOSES)
    objective = choice_field(_("For which objective?"), blank=_("For none of its own"))
    source = choice_field(_("Who gives it?"), SOURCES)
    allocated = amount_field(_("How much is there?"))

    def __init__(
        self,
        *args: Any,
        objectives: list[ObjectiveRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_agencies(self, "agency")
        offer_objectives(self, "objective", objectives, _("For none of its own"))
        self.fields["allocated"].help_text = EMPTY % {
            "currency": countries.loaded_pack().currency,
        }

    def allocation(self) -> AllocationInput:
        """The line as it was filled in."""
        said = self.cleaned_data
        objective = UUID(said["objective"]) if said["objective"] else None
        return AllocationInput(**{**said, "objective": objective})


class ChangeAllocationForm(KeptForm):
    """How much a line has, corrected."""

    allocated = amount_field(_("How much is there?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocated"].help_text = EMPTY % {
            "currency": countries.loaded_pack().currency,
        }


class SpendingForm(forms.Form):
    """How much was spent up to a day, all in all."""

    spent = amount_field(
        _("How much was spent up to the day below, all in all?"),
        required=True,
    )
    up_to = DayField(label=_("Up to which day?"), latest=clock.today)
