"""Fields that many forms have: one of a list, several of a list, a number, a line of
text.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.kit.number_fields import FIGURES, WholeNumberField

Words = str | Promise
ONE_LINE = 200  # characters that fit into a line; more need a box
YEARS_BACK = 12  # years that can be chosen, this one included


def choice_field(
    label: Any,
    known: Mapping[str, Words] | None = None,
    *,
    hint: Any = "",
    blank: Words = "",
) -> forms.ChoiceField:
    """One of a list; with `blank` it may be left, and `blank` says what that means."""
    choices = [("", blank or _("Choose")), *(known or {}).items()]
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=not blank,
        choices=choices,
    )


def choices_field(
    label: Any,
    known: Mapping[str, Words],
    *,
    hint: Any = "",
    required: bool = True,
) -> forms.MultipleChoiceField:
    """Any of a list."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=required,
        choices=list(known.items()),
        widget=forms.CheckboxSelectMultiple,
    )


def count_field(
    label: Any,
    most: int,
    *,
    least: int = 0,
    hint: Any = "",
    required: bool = False,
) -> WholeNumberField:
    """A whole number; an empty one is not recorded, which is not zero."""
    width = min(max(len(str(most)), 4), 20)
    size = next(w for w in (4, 5, 10, 20) if w >= width)
    return WholeNumberField(
        label=label,
        help_text=hint,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(
            {
                **FIGURES,
                "class": f"govuk-input--width-{size}",
            },
        ),
    )


def text_field(
    label: Any,
    most: int,
    *,
    hint: Any = "",
    required: bool = True,
) -> forms.CharField:
    """A line of text, or a box for a longer one."""
    widget: Any = forms.TextInput() if most <= ONE_LINE else forms.Textarea({"rows": 4})
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=widget,
    )


class YearForm(forms.Form):
    """A year, or the last twelve months."""

    unmarked = True
    year = choice_field(_("Which time?"), blank=_("The last twelve months"))

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
        years = range(this_year, this_year - YEARS_BACK, -1)
        field.choices = [
            ("", _("The last twelve months")),
            *((str(y), str(y)) for y in years),
        ]

    @property
    def time_words(self) -> Words:
        """The time that is shown now."""
        return (self.initial or {}).get("year") or _("The last twelve months")
