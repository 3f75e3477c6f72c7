"""Why what was recorded is wrong, and what is right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.forms import DayField, KeptForm
from sala.prosecution.actions import CorrectedOrder
from sala.prosecution.forms.common import choice_field, money_field
from sala.prosecution.forms.courts import VerdictForm
from sala.prosecution.labels import corrections
from sala.prosecution.queries.restitution import ClaimRow


class TakeOutVictimForm(KeptForm):
    """Why somebody who was named is no victim of a case."""

    reason = choice_field(_("Why were they named?"), corrections.TAKEN_OUT)


class CorrectDefendantForm(forms.Form):
    """How a defendant is called, and why the name was wrong."""

    name = forms.CharField(
        label=_("What is the right name?"),
        help_text=_("It is sealed like an identity."),
        max_length=200,
    )
    reason = choice_field(_("Why is it wrong?"), corrections.REASONS)


class CorrectVerdictForm(VerdictForm):
    """What the court said in truth, and why it was recorded otherwise."""

    reason = choice_field(_("Why is it wrong?"), corrections.REASONS)
    field_order = ("reason",)


class CorrectChargeForm(KeptForm):
    """Why the last thing recorded of a charge never happened."""

    reason = choice_field(_("Why is it wrong?"), corrections.REASONS)


class CorrectClaimForm(KeptForm):
    """What a court ordered for a victim, or that nothing was decided."""

    reason = choice_field(_("Why is it wrong?"), corrections.REASONS)
    share = money_field(
        _("What did the court order for this victim?"),
        _("Leave it empty if it ordered nothing: then the claim is open again."),
        least=1,
    )
    ordered_on = DayField(
        label=_("When was it ordered?"), latest=clock.today, required=False
    )
    due_on = DayField(
        label=_("By when is it to be paid?"),
        help_text=_("Where the court set no day, it is to be paid with the order."),
        required=False,
    )

    def __init__(self, *args: Any, claim: ClaimRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if claim.share is None:
            for name in ("share", "ordered_on", "due_on"):
                del self.fields[name]

    def clean(self) -> None:
        """An order has its day."""
        super().clean()
        ordered = self.cleaned_data.get("share") and "ordered_on" not in self.errors
        if ordered and not self.cleaned_data.get("ordered_on"):
            self.add_error("ordered_on", _("Say on which day."))

    def corrected_order(self) -> CorrectedOrder | None:
        """The order as it was filled in; none where nothing was ordered."""
        said = self.cleaned_data
        if not said.get("share"):
            return None
        return CorrectedOrder(said["share"], said["ordered_on"], said["due_on"])
