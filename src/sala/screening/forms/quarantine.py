"""What a supervisor decides on a screening that was set aside."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access.labels import role_words
from sala.kit.choices import offer_choices
from sala.screening import labels
from sala.screening.queries.envelopes import ScreeningColleague


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(
        label=_("Who shall put it right?"),
        help_text=_("They can open it for a day, or longer if they work on cases."),
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=list(labels.HANDED.items()),
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, known: Iterable[ScreeningColleague], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            (str(one.user_id), f"{one.full_name}, {role_words(one.role.value)}")
            for one in known
        ]
        offer_choices(self, "to", [("", _("Choose somebody")), *rows])

    def said(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return {
            "to": UUID(self.cleaned_data["to"]),
            "reason": self.cleaned_data["reason"],
        }


class CloseForm(forms.Form):
    """Why it is not taken in."""

    reason = forms.ChoiceField(
        label=_("Why is it closed without being taken in?"),
        help_text=_("The reason stands in the ledger with your name."),
        choices=list(labels.CLOSED.items()),
        widget=forms.RadioSelect,
    )
