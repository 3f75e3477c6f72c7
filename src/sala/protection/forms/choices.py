"""Choices of this room's forms: one of a few, and beds by what they are."""

from typing import Any

from django import forms

from sala.protection.labels import for_whom
from sala.protection.queries.shelters import BedRow


def radio_field(label: Any, said: dict[str, Any], **kwargs: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label,
        choices=list(said.items()),
        widget=forms.RadioSelect,
        **kwargs,
    )


def bed_label(row: BedRow) -> str:
    """A bed in words."""
    kind = for_whom(
        row.sex,
        row.age_group,
        family=row.family,
        accessible=row.accessible,
    )
    return f"{row.number}: {kind}"
