"""Fields that several forms of this room have."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.access.queries import AgencyRow
from sala.kit.choices import offer_choices
from sala.kit.forms import KeptForm
from sala.kit.number_fields import FIGURES, WholeNumberField
from sala.prosecution.labels.cases import Words

MOST = (
    10**15
)  # more money than any order; keeps a slip of the finger out of the database
NO_OFFICIAL = _("No official")
HIDDEN_FROM_YOU = _(
    "It then goes to oversight. Nobody else sees it, and neither do you.",
)
TAKEN_OVER = _("The central office takes it over. Nobody else learns why.")


def choice_field(
    label: Any,
    known: Mapping[str, Words],
    *,
    hint: Any = "",
    required: bool = True,
) -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=required,
        choices=[("", _("Choose")), *known.items()],
    )


def account_field() -> forms.CharField:
    """What was told, in words; it may name somebody, so it is sealed."""
    return forms.CharField(
        label=_("What happened?"),
        help_text=_("It is sealed like an identity."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


def official_field(hint: Any = HIDDEN_FROM_YOU) -> forms.ChoiceField:
    """The agency of an official whom it concerns."""
    return forms.ChoiceField(
        label=_("Does it concern an official? Of which agency?"),
        help_text=hint,
        required=False,
    )


def money_field(
    label: Any,
    hint: Any = "",
    *,
    least: int = 0,
    required: bool = False,
) -> WholeNumberField:
    """A sum in whole units of the country's currency."""
    return WholeNumberField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=MOST,
        required=required,
        widget=forms.TextInput({**FIGURES, "class": "govuk-input--width-20"}),
    )


def offer_agencies(form: forms.Form, rows: Iterable[AgencyRow]) -> None:
    """Agencies to hand something on to."""
    named = [(str(row.id), f"{row.name} ({row.code})") for row in rows]
    offer_choices(form, "agency", [("", _("Choose an agency")), *named])


def offer_officials(form: forms.Form, none: Words = NO_OFFICIAL) -> None:
    """Every agency, by its code."""
    found = [(a.code, f"{a.name} ({a.code})") for a in access.list_agencies()]
    offer_choices(form, "official_agency", [("", none), *found])


class StateMoveForm(KeptForm):
    """One of the moves that are open where a record stands."""

    way = forms.ChoiceField(label=_("What is to be done?"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        moves: Iterable[str],
        known: Mapping[str, Words],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "way", [(move, known[move]) for move in moves])
