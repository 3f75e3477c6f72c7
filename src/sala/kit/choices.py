"""Choices that are known only when a form is made."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _


def offer_choices(
    form: forms.BaseForm,
    name: str,
    choices: Iterable[tuple[object, object]],
) -> None:
    """Give a field its choices, which are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
    field.choices = list(choices)
    # Not the sent value: it is a key that nobody knows, of something that was taken
    # meanwhile.
    field.error_messages["invalid_choice"] = _(
        "This is not offered any more. Choose again.",
    )
