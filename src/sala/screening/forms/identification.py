"""Asking for identification, deciding, and receiving what a neighbour decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.people.forms.described import DescribedForm
from sala.screening import labels
from sala.screening.actions.identification import (
    DecisionAbroad,
    DescriptionInput,
    Finding,
)


def several_of_list(
    label: Any,
    said: dict[str, Any],
    hint: Any = "",
) -> forms.MultipleChoiceField:
    """Any of a list, or none."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=list(said.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def one_of_list(label: Any, said: dict[str, Any]) -> forms.ChoiceField:
    """One of a list, or not shown."""
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Not shown")), *said.items()],
        required=False,
    )


class AskForm(DescribedForm):
    """What the authority may know of the person before it reads the record, and the
    screening that is opened to it.
    """

    screening = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def about(self) -> DescriptionInput:
        """The description as it was filled in."""
        return DescriptionInput(**self.described())


class ElementsForm(DescribedForm):
    """Act, means and purpose, each with the kinds of its evidence."""

    act = one_of_list(_("The act"), labels.ACTS)
    act_evidence = several_of_list(_("What shows the act?"), labels.EVIDENCE)
    means = several_of_list(
        _("The means"),
        labels.MEANS,
        _("Not needed of a child, or where the age is in doubt."),
    )
    means_evidence = several_of_list(_("What shows the means?"), labels.EVIDENCE)
    form = one_of_list(_("The purpose: which exploitation?"), labels.FORMS)
    form_evidence = several_of_list(_("What shows the purpose?"), labels.EVIDENCE)
    exploited_in = forms.ChoiceField(label=_("In which country?"), required=False)
    exploited_at = forms.ChoiceField(
        label=_("At which place in this country?"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "exploited_in", places.country_choices())
        offer_choices(self, "exploited_at", places.place_choices())

    def finding(self, outcome: str) -> Finding:
        """What was found, with an outcome."""
        names = (
            "act",
            "means",
            "form",
            "act_evidence",
            "means_evidence",
            "form_evidence",
        )
        where = ("exploited_in", "exploited_at")
        return Finding(
            outcome=outcome,
            described=DescriptionInput(**self.described()),
            **{name: self.cleaned_data[name] for name in (*names, *where)},
        )


class IdentificationDecisionForm(KeptForm, ElementsForm):
    """The authority's decision."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=list(labels.OUTCOMES.items()),
        widget=forms.RadioSelect,
    )


class ReceiveForm(ElementsForm):
    """Which authority abroad decided, when, and since when the person is here."""

    neighbour = forms.ChoiceField(label=_("Which country’s authority decided?"))
    authority = forms.CharField(
        label=_("Which authority?"),
        help_text=_("Its name, never the name of a person."),
        max_length=120,
        required=False,
    )
    decided_on = DayField(label=_("When did it decide?"), latest=clock.today)
    received_on = DayField(
        label=_("When was the person received here?"),
        latest=clock.today,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "neighbour", places.country_choices(_("Choose a country")))

    def abroad(self) -> DecisionAbroad:
        """The decision abroad as it was filled in."""
        names = ("neighbour", "authority", "decided_on", "received_on")
        return DecisionAbroad(**{name: self.cleaned_data[name] for name in names})


class ReviewForm(forms.Form):
    """Why a decision should be looked at again."""

    reason = forms.CharField(
        label=_("Why should it be looked at again?"),
        help_text=_("It is sealed like the identity."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
