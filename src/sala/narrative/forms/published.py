"""Giving a report to read, and saying what was read rightly."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.kit.number_fields import DecimalNumberField, WholeNumberField, YearField
from sala.narrative import labels
from sala_reader import (
    LARGEST_FILE,
    ReportReading,
    UnreadableReportError,
    country_code_of,
    known_country_codes,
    measure_units,
    read_report,
    text_of_bytes,
)

# Letters of a text that is read while somebody waits: ten seconds' work, and five times
# the longest report of a country. `sala narrative` reads longer ones.
LONGEST_TEXT = 300_000
MOST = 10**18  # more than any number of a report


def measure_choices() -> list[tuple[str, Any]]:
    """Every measure by its name, after the line that chooses none."""
    return [
        ("", _("Choose from the list.")),
        *((m, labels.measure_label(m)) for m in measure_units()),
    ]


class ReadReportForm(forms.Form):
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
        max_length=LARGEST_FILE,
        widget=forms.Textarea({"rows": 12, "autocomplete": "off"}),
    )
    country = forms.CharField(
        label=_("Country, where the text does not say it"),
        help_text=_("The name in English, or the code of three letters."),
        required=False,
        max_length=60,
    )
    year = YearField(
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
        code = country_code_of(said) or said.upper()
        if code not in known_country_codes():
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
                text_of_bytes(uploaded.read(LARGEST_FILE + 1), uploaded.name)
                if uploaded
                else said["text"].replace("\r\n", "\n")
            )
        except UnreadableReportError as error:
            raise ValidationError({"file": str(error)}) from error
        if "\x00" in said["text"]:
            raise ValidationError(_("The text holds bytes that are no letters."))
        if len(said["text"]) > LONGEST_TEXT:
            raise ValidationError(
                _(
                    "The text has %(letters)s letters; at most %(most)s are read at"
                    " once. Give the part on one country and year."
                ),
                params={"letters": len(said["text"]), "most": LONGEST_TEXT},
            )
        return said

    def read_report(self) -> ReportReading:
        """What the reader finds in it."""
        said = self.cleaned_data
        return read_report(
            said["text"],
            name=self.report_title(),
            country=said["country"],
            year=said["year"],
        )

    def report_title(self) -> str:
        """The file's name, or that it was pasted."""
        uploaded = self.cleaned_data.get("file")
        return str(uploaded.name) if uploaded else ""


class FigureValueForm(forms.Form):
    """What a number measures, its value and year."""

    measure = forms.ChoiceField(
        label=_("What does the number measure?"),
        required=False,
    )
    value = DecimalNumberField(
        label=_("Value"),
        help_text=_("Left empty, the report says that it is not reported."),
        required=False,
        min_value=1 - MOST,
        max_value=MOST - 1,
        decimal_places=2,
    )
    year = YearField(
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


class FigureReviewForm(FigureValueForm):
    """Whether a figure was read rightly; what is right where it was not."""

    verdict = forms.ChoiceField(
        label=_("Was it read rightly?"),
        choices=list(labels.VERDICTS.items()),
        widget=forms.RadioSelect,
    )
    field_order = ("verdict", "measure", "value", "year")


class AddFigureForm(FigureValueForm):
    """A figure that the reader did not find, with the words that state it."""

    quote = forms.CharField(
        label=_("The exact words of the text"),
        max_length=400,
        strip=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    near = WholeNumberField(
        required=False,
        min_value=0,
        widget=forms.HiddenInput,
    )
    field_order = ("quote", "measure", "value", "year")
