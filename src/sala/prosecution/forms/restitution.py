"""The money of the victims: ordered, refused, waived, paid, and in their hands."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.prosecution.actions import (
    ClaimClosing,
    CorrectedPayment,
    PaymentInput,
    RestitutionOrder,
)
from sala.prosecution.forms.common import StateMoveForm, choice_field, money_field
from sala.prosecution.labels import corrections
from sala.prosecution.labels import restitution as labels
from sala.prosecution.labels.forfeitures import KINDS
from sala.prosecution.queries.forfeitures import ForfeitureRow
from sala.prosecution.queries.restitution import ClaimRow, PaymentRow
from sala.prosecution.templatetags.money import money as money_words

REASONS = {"refuse": "refused", "waive": "waived"}


class OrderForm(KeptForm):
    """What the court orders for the victims of a case."""

    total = money_field(
        _("What is to be paid in all?"),
        _("In figures, in the currency of the country."),
        least=1,
        required=True,
    )
    ordered_on = DayField(label=_("When was it ordered?"), latest=clock.today)
    due_on = DayField(
        label=_("By when is it to be paid?"),
        help_text=_("Where the court set no day, it is to be paid with the order."),
        required=False,
    )

    def __init__(self, *args: Any, claims: list[ClaimRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = claims
        for row in claims:
            self.fields[f"share_{row.id}"] = money_field(
                _("Share of %(code)s") % {"code": row.spoken_code},
                _("Leave every share empty for equal shares."),
                least=1,
            )

    def restitution_order(self) -> RestitutionOrder:
        """The order as it was filled in."""
        said = self.cleaned_data
        shares = {
            row.id: given
            for row in self.waiting
            if (given := said[f"share_{row.id}"]) is not None
        }
        return RestitutionOrder(
            said["total"], said["ordered_on"], said["due_on"], shares
        )


class CloseClaimForm(StateMoveForm):
    """Refused by the court, waived by the victim, or claimed again."""

    refused = choice_field(_("Why was it refused?"), labels.REFUSED, required=False)
    waived = choice_field(
        _("Why does the victim waive it?"),
        labels.WAIVED,
        hint=_(
            "Only the victim can waive it. Somebody who is afraid, or cannot be found,"
            " has not waived it: leave it open, and speak with their case worker.",
        ),
        required=False,
    )
    how = choice_field(
        _("How did the victim say it?"), labels.WAIVED_HOW, required=False
    )
    on = DayField(
        label=_("On which day?"),
        latest=clock.today,
        required=False,
    )

    def __init__(self, *args: Any, moves: tuple[str, ...], **kwargs: Any) -> None:
        ways = [move for move in moves if move in labels.CLAIM_MOVES]
        super().__init__(
            *args,
            moves=ways,
            known=labels.CLAIM_MOVES,
            **kwargs,
        )
        if "refuse" not in ways:
            for name in ("refused", "waived", "how"):
                del self.fields[name]

    def clean(self) -> None:
        """A reason and a day to close it; for a waiver, how the victim said it."""
        super().clean()
        way = self.cleaned_data.get("way", "")
        if way not in REASONS:
            return
        if not self.cleaned_data.get(REASONS[way]):
            self.add_error(REASONS[way], _("Choose a reason that fits."))
        if way == "waive" and not self.cleaned_data.get("how"):
            self.add_error("how", _("Choose how the victim said it."))
        if "on" not in self.errors and not self.cleaned_data.get("on"):
            self.add_error("on", _("Enter the day, the month and the year."))

    def claim_closing(self) -> ClaimClosing:
        """How it is closed."""
        said = self.cleaned_data
        return ClaimClosing(
            said["way"], said[REASONS[said["way"]]], said["on"], said["how"]
        )


class PaymentForm(KeptForm):
    """Money that was paid."""

    amount = money_field(
        _("How much was paid?"),
        _("In figures, in the currency of the country."),
        least=1,
        required=True,
    )
    paid_on = DayField(label=_("When was it paid?"), latest=clock.today)
    manner = forms.ChoiceField(
        label=_("Who has the money?"),
        choices=list(labels.MANNERS.items()),
        widget=forms.RadioSelect,
    )

    out_of = forms.ChoiceField(
        label=_("Is it out of what was forfeited?"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        collected: list[ForfeitureRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (
                str(row.id),
                f"{KINDS[row.kind]}, {row.spoken_defendant}: {money_words(row.left)}",
            )
            for row in collected
            if row.left
        ]
        offer_choices(self, "out_of", [("", _("No")), *known])
        if not known:
            del self.fields["out_of"]

    def payment_input(self) -> PaymentInput:
        """The payment as it was filled in."""
        said = self.cleaned_data
        out_of = UUID(said["out_of"]) if said.get("out_of") else None
        return PaymentInput(said["amount"], said["paid_on"], said["manner"], out_of)


class HandOverPaymentForm(KeptForm):
    """When a victim had the money that the court kept."""

    reached_on = DayField(label=_("When did the victim get it?"), latest=clock.today)


class CorrectPaymentForm(KeptForm):
    """Why the entry of a payment is wrong, and what was paid in its place."""

    reason = choice_field(_("Why is the entry wrong?"), corrections.REASONS)
    amount = money_field(
        _("How much was paid?"),
        _("Leave it empty if nothing of it was paid."),
        least=1,
    )
    paid_on = DayField(label=_("When was it paid?"), latest=clock.today, required=False)
    manner = forms.ChoiceField(
        label=_("Who has the money?"),
        choices=list(labels.MANNERS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    shown_by = choice_field(
        _("How do you know that the victim does not have it?"),
        corrections.SHOWN_BY,
        hint=_("What a victim holds is never booked back."),
        required=False,
    )

    def __init__(self, *args: Any, payment: PaymentRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.out_of = payment.out_of
        if not payment.reached_on:
            del self.fields["shown_by"]

    def clean(self) -> None:
        """A day, and who has the money, where anything was paid."""
        super().clean()
        if not self.cleaned_data.get("amount"):
            return
        if not self.cleaned_data.get("paid_on") and "paid_on" not in self.errors:
            self.add_error("paid_on", _("Say on which day."))
        if not self.cleaned_data.get("manner") and "manner" not in self.errors:
            self.add_error("manner", _("Choose who has the money."))

    def corrected_payment(self) -> CorrectedPayment:
        """The correction as it was filled in."""
        said = self.cleaned_data
        right = None
        if said["amount"]:
            right = PaymentInput(
                said["amount"], said["paid_on"], said["manner"], self.out_of
            )
        return CorrectedPayment(said["reason"], right, said.get("shown_by", ""))
