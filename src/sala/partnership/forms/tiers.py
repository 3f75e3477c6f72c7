"""The tier of a year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.fields import choice_field, count_field, text_field
from sala.kit.periods import FIRST, LAST
from sala.partnership.actions import PlacementInput
from sala.partnership.forms.common import NOT_RECORDED
from sala.partnership.labels import TIERS

YES_NO = {"yes": _("Yes"), "no": _("No")}
SAID = {
    "yes": True,
    "no": False,
    "": None,
}


class TierForm(forms.Form):
    """On which tier a report placed the country."""

    year = count_field(
        _("Report of which year?"),
        LAST,
        least=FIRST,
        required=True,
    )
    tier = choice_field(_("Which tier?"), TIERS)
    waiver = choice_field(
        _("Was it by waiver?"),
        YES_NO,
        hint=_(
            "Only for the Watch List: the report says whether a waiver kept the country"
            " there.",
        ),
        blank=NOT_RECORDED,
    )
    automatic = choice_field(
        _("Was it an automatic downgrade?"),
        YES_NO,
        hint=_(
            "Only for Tier 3: the report says whether the years on the Watch List"
            " forced it.",
        ),
        blank=NOT_RECORDED,
    )
    source = text_field(
        _("Where does it stand?"),
        200,
        hint=_("The report, its year and page, or its address."),
    )

    def placement(self) -> PlacementInput:
        """The tier as it was filled in."""
        said = self.cleaned_data
        flags = {name: SAID[said[name]] for name in ("waiver", "automatic")}
        return PlacementInput(**{**said, **flags})
