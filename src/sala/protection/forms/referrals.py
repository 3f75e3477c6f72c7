"""Referring somebody, and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.seats import OfferedMove
from sala.countries import queries as countries
from sala.desk.agencies import other_agencies
from sala.kit.choices import offer_choices
from sala.kit.forms import KeptForm
from sala.people.forms.described import DescribedForm
from sala.protection import labels
from sala.protection.actions.referrals import ReferralRequest
from sala.protection.rules import referrals as rules


class ReferForm(DescribedForm):
    """To whom, to take over or to help, for what, how soon, and on what it rests."""

    kind = forms.ChoiceField(
        label=_("What are they asked to do?"),
        choices=list(labels.REFERRAL_KINDS.items()),
        help_text=_(
            "Whoever takes the person over keeps the record from the day they accept:"
            " consent, corrections, papers and further referrals are theirs. You keep"
            " what you did. Police and courts are asked to help.",
        ),
        widget=forms.RadioSelect,
    )
    receiver = forms.ChoiceField(label=_("Which agency is asked?"))
    services = forms.MultipleChoiceField(
        label=_("What does the person need?"),
        choices=list(labels.SERVICES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    urgency = forms.ChoiceField(
        label=_("How soon?"),
        choices=list(labels.URGENCY.items()),
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=_("On what does it rest?"),
        help_text=_(
            "Ask for consent first. Without it only a basis that the law names.",
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, by: Actor, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps:  # a record that another agency keeps is not theirs to hand over
            del self.fields["kind"]
        offer_choices(self, "receiver", other_agencies(by.agency_id))
        lawful = [(basis.code, basis.name) for basis in countries.lawful_bases()]
        offer_choices(
            self, "basis", [(rules.CONSENT, _("Consent of the person")), *lawful]
        )

    def receiver_name(self) -> str:
        """The agency that is asked, by its name."""
        names = dict(self.fields["receiver"].choices)  # type: ignore[attr-defined]
        return str(names[self.cleaned_data["receiver"]])

    def asked(self) -> ReferralRequest:
        """What is asked, as it was filled in."""
        names = ("receiver", "services", "urgency", "basis")
        return ReferralRequest(
            **{name: self.cleaned_data[name] for name in names},
            kind=self.cleaned_data.get("kind", rules.HELP),
            **self.described(),
        )


class ReferralAnswerForm(KeptForm):
    """One of the moves that are open, and why not where it is declined."""

    move = forms.ChoiceField(label=_("What do you answer?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Why is it declined?"), required=False)

    def __init__(
        self,
        *args: Any,
        moves: tuple[OfferedMove, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.move_reasons = {move.name: move.reasons for move in moves}
        offer_choices(self, "move", [(move.name, move.button) for move in moves])
        codes = dict.fromkeys(code for move in moves for code in move.reasons)
        if codes:
            said = [(code, labels.REASONS[code]) for code in codes]
            offer_choices(self, "reason", [("", _("Choose why")), *said])
        else:
            del self.fields["reason"]

    def clean(self) -> None:
        """A reason where the move asks for one, and none where it does not."""
        super().clean()
        wanted = self.move_reasons.get(self.cleaned_data.get("move", ""), ())
        if not wanted:
            self.cleaned_data["reason"] = ""
        elif self.cleaned_data.get("reason") not in wanted:
            self.add_error("reason", _("Choose why."))
