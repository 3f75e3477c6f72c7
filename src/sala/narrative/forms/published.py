"""Giving a report to read, and saying what was read rightly."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.narrative import labels, rules
from sala.narrative.reading.documents import LARGEST, UnreadableError, text_of_bytes
from sala.narrative.reading.opening import code_of
from sala.narrative.reading.report import Reading, read


def measure_choices() -> list[tuple[str, Any]]:
    """Every measure by its name, after the line that chooses none."""
    return [
        ("", _("Choose from the list.")),
        *((m, labels.measure(m)) for m in rules.measures()),
    ]


class ReadForm(forms.Form):
    """A report as a file or as pasted text."""

    file = forms.FileField(
        label=_("File of the report"),
        help_text=_("Text, HTML or PDF."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea({"rows": 12, "autocomplete": "off"}),
    )
    country = forms.CharField(
        label=_("Country, where the text does not say it"),
        help_text=_("The name in English, or the code of three letters."),
        required=False,
        max_length=60,
    )
    year = forms.IntegerField(
        label=_("Year of the report, where the text does not say it"),
        required=False,
        min_value=2000,
        max_value=2100,
    )

    def clean_country(self) -> str:
        """The country's code."""
        said: str = self.cleaned_data["country"].strip()
        if not said:
            return ""
        code = (
            said.upper() if len(said) == 3 and code_of(said) is None else code_of(said)
        )
        if code is None or not rules.is_country(code):
            raise ValidationError(_("This is no country that is known."))
        return code

    def clean(self) -> dict[str, Any]:
        """Either a file or a text, that can be read."""
        said: dict[str, Any] = super().clean() or {}
        uploaded = said.get("file")
        if bool(uploaded) == bool((said.get("text") or "").strip()):
            raise ValidationError(_("Choose a file or paste a text: one of them."))
        try:
            said["text"] = (
                text_of_bytes(uploaded.read(LARGEST + 1), uploaded.name)
                if uploaded
                else said["text"].replace("\r\n", "\n")
            )
        except UnreadableError as error:
            raise ValidationError({"file": str(error)}) from error
        if "\x00" in said["text"]:
            raise ValidationError(_("The text holds bytes that are no letters."))
        return said

    def reading(self) -> Reading:
        """What the reader finds in it."""
        said = self.cleaned_data
        return read(
            said["text"],
            name=self.title(),
            country=said["country"],
            year=said["year"],
        )

    def title(self) -> str:
        """The file's name, or that it was pasted."""
        uploaded = self.cleaned_data.get("file")
        return str(uploaded.name) if uploaded else ""


class FigureForm(forms.Form):
    """What a number measures, its value and year."""

    measure = forms.ChoiceField(
        label=_("What does the number measure?"),
        required=False,
    )
    value = forms.DecimalField(
        label=_("Value"),
        help_text=_("Left empty, the report says that it is not reported."),
        required=False,
        max_digits=20,
        decimal_places=2,
    )
    year = forms.IntegerField(
        label=_("Year it holds for"),
        help_text=_("Left empty, it holds for no particular year."),
        required=False,
        min_value=1950,
        max_value=2100,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure: Any = self.fields["measure"]
        measure.choices = measure_choices()


class ReviewForm(FigureForm):
    """Whether a figure was read rightly; what is right where it was not."""

    verdict = forms.ChoiceField(
        label=_("Was it read rightly?"),
        choices=list(labels.VERDICTS.items()),
        widget=forms.RadioSelect,
    )
    field_order = ("verdict", "measure", "value", "year")


class AddForm(FigureForm):
    """A figure that the reader did not find, with the words that state it."""

    quote = forms.CharField(
        label=_("The exact words of the text"),
        max_length=400,
        strip=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    near = forms.IntegerField(
        required=False,
        min_value=0,
        widget=forms.HiddenInput,
    )
    field_order = ("quote", "measure", "value", "year")
