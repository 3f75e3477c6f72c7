"""Writing a screening, a page at a time; the questions come from the country's
instrument.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm, InstrumentSection
from sala.desk import places
from sala.kit.choices import offer_choices
from sala.kit.number_fields import WholeNumberField
from sala.people.forms.described import DescribedForm
from sala.people.queries import PersonRow
from sala.screening import labels
from sala.screening.rules.frame import CONCLUSION, SAFETY, FrameField, FramePage
from sala.screening.rules.submission import OLDEST

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
NOBODY = "none"


def latest_instruments(
    rows: Iterable[countries.InstrumentRow],
) -> dict[str, countries.InstrumentRow]:
    """The newest version of each instrument, by code."""
    ordered = sorted(
        rows,
        key=lambda row: [int(part) for part in row.version.split(".")],
    )
    return {row.code: row for row in ordered}


class StartForm(forms.Form):
    """Which instrument, and where, if it belongs to no operation."""

    instrument = forms.ChoiceField(
        label=_("Which questions?"),
        widget=forms.RadioSelect,
    )
    place_code = forms.ChoiceField(label=_("Where are you?"), required=False)

    def __init__(self, *args: Any, in_operation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = latest_instruments(countries.offered_instruments())
        shortest_first = sorted(
            self.rows.values(), key=lambda row: len(questions_of(row))
        )
        offer_choices(
            self,
            "instrument",
            [(row.code, instrument_label(row)) for row in shortest_first],
        )
        if in_operation:
            del self.fields["place_code"]
        else:
            offer_choices(self, "place_code", places.place_choices())

    def chosen(self) -> tuple[str, str]:
        """The instrument's code and version."""
        row = self.rows[self.cleaned_data["instrument"]]
        return row.code, row.version


def questions_of(row: countries.InstrumentRow) -> tuple[object, ...]:
    """The questions of an instrument."""
    form = countries.instrument_form(row.code, row.version)
    return form.questions if form else ()


def instrument_label(row: countries.InstrumentRow) -> str:
    """An instrument's name with the number of its questions."""
    return _("%(name)s (%(number)s questions)") % {
        "name": row.name,
        "number": len(questions_of(row)),
    }


def frame_form(page: FramePage) -> type[forms.Form]:
    """The form of a page of the frame: its fields, in their words."""
    fields = {field.name: _choice_field(field) for field in page.fields}
    return type(f"{page.name.title()}Form", (forms.Form,), fields)


def _choice_field(field: FrameField) -> forms.Field:
    words = labels.FRAME_WORDS[field.name]
    several = field.kind == "several_of"
    kind = forms.MultipleChoiceField if several else forms.ChoiceField
    said: dict[str, Any] = {"label": words.question, "help_text": words.hint}
    return kind(
        **said,
        choices=[(code, words.codes[code]) for code in field.codes],
        widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
        required=field.required,
    )


SafetyForm, ConclusionForm = frame_form(SAFETY), frame_form(CONCLUSION)


class PersonForm(DescribedForm):
    """Who it is, as far as they wish to say, and what it is about."""

    field_order = (
        "name",
        "phone",
        "sex",
        "age",
        "age_group",
        "citizenship",
        "exploitation",
    )
    name = forms.CharField(
        label=_("What may you call them?"),
        help_text=_("Any name, or none. It is sealed; colleagues see a code."),
        max_length=200,
        required=False,
        widget=forms.TextInput(PLAIN),
    )
    phone = forms.CharField(
        label=_("A telephone number at which it is safe to call"),
        max_length=60,
        required=False,
        widget=forms.TextInput({**PLAIN, "inputmode": "tel"}),
    )
    age = WholeNumberField(
        label=_("Age in years, also if estimated"),
        min_value=0,
        max_value=OLDEST,
        required=False,
        widget=forms.TextInput(
            {"inputmode": "numeric", "class": "govuk-input--width-4"},
        ),
    )
    exploitation = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_(
            "It says which signs count. If nobody knows, they are read as of work.",
        ),
        choices=list(labels.EXPLOITATIONS.items()),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:  # their record says who they are
            for name in ("name", "phone", "age"):
                del self.fields[name]

    def clean(self) -> None:
        """A number of years and "adult" do not contradict each other."""
        super().clean()
        age, group = self.cleaned_data.get("age"), self.cleaned_data.get("age_group")
        if age is not None and group == "adult" and age < countries.age_of_majority():
            message = _(
                "Somebody of this age is a child. If you are in doubt, choose “In"
                " doubt”.",
            )
            self.add_error("age_group", ValidationError(message))

    def said(self) -> dict[str, Any]:
        """What was filled in, as a draft keeps it."""
        return {**self.cleaned_data, "done": True}


class SameForm(forms.Form):
    """Whether somebody with the same name or number is the same person."""

    same = forms.ChoiceField(
        label=_("Is it one of these people, whom you registered before?"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, found: Iterable[PersonRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: list[tuple[str, Any]] = [(row.code, row.spoken_code) for row in found]
        offer_choices(self, "same", [*rows, (NOBODY, _("None of them: somebody new"))])


class QuestionsForm(forms.Form):
    """One page of an instrument: every question with the four answers, none of them a
    must.
    """

    unmarked = True  # "optional" beside each question would drown the questions

    def __init__(
        self,
        *args: Any,
        asks: InstrumentForm,
        section: InstrumentSection,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        answers = [
            (name, countries.in_language(said)) for name, said in asks.answers.items()
        ]
        for question in section.questions:
            self.fields[question.name] = forms.ChoiceField(
                label=countries.in_language(question.label),
                help_text=countries.in_language(question.hint),
                choices=answers,
                required=False,
                widget=forms.RadioSelect(
                    {"class": "govuk-radios--inline govuk-radios--small sala-answers"},
                ),
            )

    def answers(self) -> Mapping[str, str]:
        """What was answered; a question without an answer was not asked."""
        return {name: said for name, said in self.cleaned_data.items() if said}
