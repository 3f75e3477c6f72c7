"""Fields that several forms of this room have."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.people.forms.choices import offer
from sala.prosecution.words.cases import Words

NO_OFFICIAL = _("No official")


def pick(
    label: Any, known: Mapping[str, Words], *, hint: Any = "", required: bool = True
) -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=required,
        choices=[("", _("Choose")), *known.items()],
    )


def account() -> forms.CharField:
    """What was told, in words; it may name somebody, so it is sealed."""
    return forms.CharField(
        label=_("What happened?"),
        help_text=_("It is sealed like an identity."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


def official() -> forms.ChoiceField:
    """The agency of an official whom it concerns."""
    return forms.ChoiceField(
        label=_("Does it concern an official? Of which agency?"),
        help_text=_("It then goes to oversight. Nobody else sees it, and neither do you."),
        required=False,
    )


def version() -> forms.IntegerField:
    """The state of the record that the reader has in front of them."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def offer_officials(form: forms.Form, none: Words = NO_OFFICIAL) -> None:
    """Every agency, by its code."""
    found = [(a.code, f"{a.name} ({a.code})") for a in access.agencies()]
    offer(form, "official_agency", [("", none), *found])


class MoveForm(forms.Form):
    """One of the moves that are open where a record stands."""

    way = forms.ChoiceField(label=_("What is to be done?"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, moves: Iterable[str], known: Mapping[str, Words], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "way", [(move, known[move]) for move in moves])
