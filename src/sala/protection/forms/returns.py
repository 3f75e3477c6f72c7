"""Planning a return, saying that it happened, and asking after somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.people.forms.described import DescribedForm
from sala.protection import labels
from sala.protection.actions.returns import ReturnInput
from sala.protection.forms.choices import radio_field
from sala.protection.rules import returns as rules


class ReturnForm(DescribedForm):
    """Where the person goes, agreed with them, after looking at the risk."""

    kind = radio_field(_("Where does the person go?"), labels.KINDS)
    place_code = forms.ChoiceField(label=_("Place in this country"), required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Only for another country."),
        required=False,
    )
    authority = forms.CharField(
        label=_("Who receives the person there?"),
        help_text=_("An authority or organisation abroad, never the name of a person."),
        max_length=120,
        required=False,
    )
    told = radio_field(
        _("What is the authority abroad told, as the person agreed?"),
        {"": _("It is not to another country"), **labels.TOLD},
        required=False,
    )
    agreed = radio_field(_("Who agreed to it?"), labels.AGREED)
    risk = radio_field(_("Is it safe there?"), labels.RISKS)
    accompanied = radio_field(_("Who goes along?"), labels.ACCOMPANIED)
    planned_on = DayField(label=_("Planned for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "place_code", places.place_choices())
        offer_choices(self, "country", places.country_choices(_("Not another country")))

    def plan(self) -> ReturnInput:
        """The plan as it was filled in."""
        names = ("kind", "agreed", "risk", "accompanied", "planned_on")
        more = ("place_code", "country", "authority", "told")
        return ReturnInput(
            **{name: self.cleaned_data[name] for name in (*names, *more)},
            **self.described(),
        )


class OutcomeForm(KeptForm):
    """Whether a planned return happened."""

    outcome = forms.ChoiceField(label=_("What became of it?"), widget=forms.RadioSelect)
    happened_on = DayField(
        label=_("On which day?"),
        latest=clock.today,
        required=False,
    )
    reference = forms.CharField(
        label=_("Under which number is the person known there?"),
        help_text=_(
            "So that both countries count one person. Leave it empty if there is none.",
        ),
        max_length=40,
        required=False,
    )
    insists = forms.BooleanField(
        label=_("It is not safe, and the person insists, knowing the danger"),
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("Why is it cancelled?"),
        choices=[
            ("", _("Choose why")),
            *((c, labels.REASONS[c]) for c in rules.CANCELLED),
        ],
        required=False,
    )

    def __init__(self, *args: Any, moves: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(
            self, "outcome", [(move, labels.RETURN_MOVES[move]) for move in moves]
        )
        if "confirm" not in moves:
            del self.fields["reference"]
        if "go" not in moves:
            del self.fields["insists"]

    def clean(self) -> None:
        """A day for who went, a reason for what was cancelled."""
        super().clean()
        outcome = self.cleaned_data.get("outcome")
        if outcome in {"go", "confirm"} and not self.cleaned_data.get("happened_on"):
            self.add_error("happened_on", _("Say on which day."))
        if outcome == "cancel" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose why."))


class LateFollowUpForm(forms.Form):
    """What was found before the record was closed."""

    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    manner = radio_field(_("How?"), labels.MANNERS)
    found = radio_field(_("How is the person?"), labels.FOUND)


class FollowUpForm(KeptForm):
    """What was found, or why nobody could ask."""

    happened_on = DayField(
        label=_("On which day?"),
        latest=clock.today,
        required=False,
    )
    manner = radio_field(_("How?"), labels.MANNERS, required=False)
    found = radio_field(_("How is the person?"), labels.FOUND, required=False)
    missed = forms.ChoiceField(
        label=_("Or: why could nobody ask?"),
        choices=[
            ("", _("Somebody asked")),
            *((c, labels.REASONS[c]) for c in rules.MISSED),
        ],
        required=False,
    )
