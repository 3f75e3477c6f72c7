"""A step of an entitlement, and the time over which gaps are counted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.protection.labels import MOVES, REASONS
from sala.protection.rules import entitlements as rules


class StepForm(KeptForm):
    """What happened, when, and why where it was not to be had or not wanted."""

    move = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("Only where it cannot be had, or the person does not want it."),
        required=False,
    )
    happened_on = DayField(label=_("On which day?"), latest=clock.today)

    def __init__(self, data: Any = None, *, moves: tuple[str, ...]) -> None:
        super().__init__(data, initial={"happened_on": clock.today()})
        offer_choices(self, "move", [(move, MOVES[move]) for move in moves])
        why = dict.fromkeys(
            reason for move in moves for reason in rules.REASONS.get(move, ())
        )
        offer_choices(
            self,
            "reason",
            [("", _("Choose why")), *((code, REASONS[code]) for code in why)],
        )

    def clean(self) -> None:
        """A reason belongs to the step that was chosen, and is not lost on another."""
        super().clean()
        move, reason = (
            self.cleaned_data.get("move"),
            self.cleaned_data.get("reason", ""),
        )
        if move and not rules.is_reason(move, reason):
            needed = rules.needs_reason(move)
            message = (
                _("Choose why, from what fits.")
                if needed
                else _("Leave this empty here.")
            )
            self.add_error("reason", message)


class PeriodForm(forms.Form):
    """From a day to another; the current year unless chosen otherwise."""

    since = DayField(label=_("From"), latest=clock.today)
    until = DayField(label=_("Until"))

    def clean(self) -> None:
        """The last day is not before the first."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is not before the first."))
