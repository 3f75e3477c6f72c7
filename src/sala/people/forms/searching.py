"""What somebody is looked for by, and a code that is typed from paper."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.people import codes, labels
from sala.people.search_forms import LEAST_ENDING

PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def clean_person_code(text: str) -> str:
    """The code in what was typed; says what is wrong with it otherwise."""
    code = codes.parse_code(text)
    if code:
        return code
    digits = sum(c.isdecimal() for c in text)
    if digits == codes.LENGTH and not codes.code_figures(text):
        raise ValidationError(
            _("A code has figures alone, such as 482 913 7064; here stands more."),
        )
    if digits != codes.LENGTH:
        raise ValidationError(
            _("A code has 10 digits, such as 482 913 7064; this has %(count)s."),
            params={"count": digits},
        )
    raise ValidationError(
        _(
            "No person can have this code: at least one digit is wrong, or two are"
            " swapped. Compare it with the paper, digit by digit.",
        ),
    )


class CodeField(forms.CharField):
    """A person's code in any script's digits, with or without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            **PLAIN,
            "inputmode": "numeric",
            "class": "govuk-input--width-10",
        }
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The ten digits."""
        text = super().clean(value)
        return clean_person_code(text) if text else ""

    def understood(self, typed: Any) -> str:
        """The code in its groups, where it was typed in another script."""
        read = codes.parse_code(str(typed or ""))
        return codes.grouped_for_reading(read) if read and not typed.isascii() else ""


class SearchForm(forms.Form):
    """One thing to look for."""

    what = forms.ChoiceField(
        label=_("What do you have?"),
        widget=forms.RadioSelect,
        initial="name",
        choices=list(labels.SEARCHED.items()),
    )
    text = forms.CharField(
        label=_("What to look for"),
        max_length=200,
        help_text=_(
            "A name as it was said or written, in its script; a part of a name is"
            " enough. A code or a number as it stands on the paper; of a phone number"
            " the last four figures are enough.",
        ),
        widget=forms.TextInput(PLAIN),
    )

    def clean(self) -> None:
        """Explain what is wrong with a code before anybody looks for it."""
        typed = self.cleaned_data
        if typed.get("what") == "phone":
            self._refuse_too_few(typed.get("text", ""))
        if typed.get("what") != "code" or not typed.get("text"):
            return
        try:
            typed["text"] = clean_person_code(typed["text"])
        except ValidationError as error:
            self.add_error("text", error)

    def _refuse_too_few(self, text: str) -> None:
        figures = sum(sign.isdecimal() for sign in text)
        if text and figures < LEAST_ENDING:
            message = _("Enter at least the last four figures of the number.")
            self.add_error("text", message)

    def carried(self) -> dict[str, str]:
        """What was typed, as the fields of a registration that it would fill."""
        fields = {
            "name": "name",
            "document": "document_number_0",
            "phone": "phone_0",
        }
        field = fields.get(self.cleaned_data["what"])
        return {field: self.cleaned_data["text"]} if field else {}
