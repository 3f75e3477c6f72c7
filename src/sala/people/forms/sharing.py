"""What a person agreed to, and to whom a record is opened."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.desk.agencies import other_agencies
from sala.desk.languages import language_choices
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField
from sala.kit.templatetags.kit import day
from sala.people import labels
from sala.people.actions import ConsentInput
from sala.people.models import Consent
from sala.people.queries import ConsentRow

WITHOUT = "without"


class ConsentForm(forms.Form):
    """One answer, towards one agency, for one purpose."""

    unmarked = True
    recipient = forms.ChoiceField(label=_("With which agency would it be shared?"))
    purpose = forms.ChoiceField(
        label=_("What for?"),
        widget=forms.RadioSelect,
        choices=[(p.value, p.label) for p in labels.SHARED_FOR],
    )
    answer = forms.ChoiceField(
        label=_("What did they answer?"),
        widget=forms.RadioSelect,
        choices=list(labels.ANSWERS.items()),
    )
    manner = forms.ChoiceField(
        label=_("How did they answer?"),
        widget=forms.RadioSelect,
        choices=list(labels.MANNERS.items()),
    )
    guardian = forms.CharField(
        label=_("Name of the guardian"),
        required=False,
        max_length=200,
        help_text=_("Sealed like the identity."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    guardian_relation = forms.ChoiceField(
        label=_("How the guardian is related to the child"),
        required=False,
        choices=[("", _("Choose")), *Consent.Relation.choices],
    )
    language = forms.ChoiceField(
        label=_("In which language was it explained?"),
        choices=language_choices,
    )
    answered_on = DayField(
        label=_("Day of the answer"),
        initial=clock.today,
        latest=clock.today,
    )
    valid_until = DayField(
        label=_("Until when may it be shared?"),
        required=False,
        help_text=_(
            "Leave it empty if they set no end. They can withdraw at any time.",
        ),
    )

    def __init__(self, data: object = None, *, by: Actor) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offer_choices(self, "recipient", other_agencies(by.agency_id))

    def answer_given(self) -> ConsentInput:
        """The answer as a value."""
        typed = self.cleaned_data
        guarded = typed["manner"] == Consent.Manner.BY_GUARDIAN
        return ConsentInput(
            recipient=UUID(typed["recipient"]),
            purpose=Purpose(typed["purpose"]),
            given=typed["answer"] == Consent.Answer.GIVEN,
            manner=typed["manner"],
            language=typed["language"],
            answered_on=typed["answered_on"],
            valid_until=typed["valid_until"],
            guardian=typed["guardian"] if guarded else "",
            guardian_relation=typed["guardian_relation"] if guarded else "",
        )


class ShareForm(forms.Form):
    """Opening a record to another agency, on a consent in force or on a basis the law
    names.
    """

    unmarked = True
    consent = forms.ChoiceField(
        label=_("On what does it rest?"),
        widget=forms.RadioSelect,
    )
    recipient = forms.ChoiceField(
        label=_("Open it to"),
        required=False,
        help_text=_("Not needed with a consent: it names the agency."),
    )
    basis = forms.ChoiceField(label=_("What the law names"), required=False)
    until = DayField(
        label=_("Until"),
        earliest=clock.today,
        help_text=_("The last day on which they can see it, a year from now at most."),
    )

    def __init__(
        self,
        data: object = None,
        *,
        by: Actor,
        consents: Iterable[ConsentRow],
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offered = [(str(c.id), on_consent(c)) for c in consents]
        without = (WITHOUT, _("No consent: a basis that the law names"))
        offer_choices(self, "consent", [*offered, without])
        offer_choices(self, "recipient", other_agencies(by.agency_id))
        offer_choices(
            self, "basis", [("", _("Choose a basis")), *lawful_bases().items()]
        )
        if not offered:
            self.initial["consent"] = WITHOUT

    def clean(self) -> None:
        """Without a consent, ask to whom and on what basis."""
        if self.cleaned_data.get("consent") == WITHOUT:
            wanted = {
                "recipient": _("Choose an agency."),
                "basis": _("Choose a basis."),
            }
            for name, problem in wanted.items():
                if name not in self.errors and not self.cleaned_data.get(name):
                    self.add_error(name, problem)

    @property
    def without_id(self) -> str:
        """The radio that asks for a basis: the last."""
        return f"id_consent_{len(self['consent'].subwidgets) - 1}"

    @property
    def chosen_consent(self) -> UUID | None:
        """The consent it rests on, unless it rests on the law."""
        chosen = self.cleaned_data["consent"]
        return None if chosen == WITHOUT else UUID(chosen)


def on_consent(consent: ConsentRow) -> str:
    """A consent in force, in one line to choose it by."""
    words = {
        "recipient": consent.recipient,
        "purpose": labels.purpose_label(consent.purpose),
    }
    if consent.valid_until is None:
        return gettext("Consent: %(recipient)s, for: %(purpose)s") % words
    words["day"] = day(consent.valid_until)
    return gettext("Consent: %(recipient)s, for: %(purpose)s, until %(day)s") % words


def lawful_bases() -> dict[str, str]:
    """The bases that the country's law names, by code."""
    return {basis.code: basis.name for basis in countries.lawful_bases()}
