"""What an action refuses, shown at the form that asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


@contextmanager
def reporting_to(form: forms.BaseForm, **shown_at: str) -> Iterator[None]:
    """Show what an action refuses at the form's fields, and what names none at the
    whole form.

    `shown_at` names the field to show it at where the action calls it otherwise.
    """
    try:
        yield
    except ValidationError as error:
        found = error.update_error_dict({})
        for name, problems in found.items():
            field = shown_at.get(
                "otherwise" if name == NON_FIELD_ERRORS else name,
                name,
            )
            form.add_error(field if field in form.fields else None, problems)
