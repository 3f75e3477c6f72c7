"""Columns that hold what is sealed. A model declares them, and what they are for; the
place of a value in one of them is read off its declaration.
"""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from sala.vault.sealed_places import SealedPlace


class SealedBytes(models.BinaryField):  # type: ignore[type-arg]
    """A column of sealed bytes; to the database, bytes like any others."""

    def __init__(self, *args: Any, use: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sealed_use = use

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """How a migration writes the column: as plain bytes."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options

    def clone(self) -> "SealedBytes":
        """The same column again, for the state of a migration."""
        _name, _path, args, options = self.deconstruct()
        return type(self)(*args, use=self.sealed_use, **options)


class SealedText(models.TextField):  # type: ignore[type-arg]
    """A column of a sealed text, written so that a text column holds it."""

    def __init__(self, *args: Any, use: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sealed_use = use

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """How a migration writes the column: as a plain text."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def clone(self) -> "SealedText":
        """The same column again, for the state of a migration."""
        _name, _path, args, options = self.deconstruct()
        return type(self)(*args, use=self.sealed_use, **options)


def sealed_place(
    model: type[models.Model],
    column: str,
    row: UUID | str,
) -> SealedPlace:
    """The place of a value in a column that its model declares to be sealed.

    Raises `TypeError` for a column that does not say what it is sealed for.
    """
    options = model._meta  # noqa: SLF001 Django's own door
    field = options.get_field(column)
    if not isinstance(field, SealedBytes | SealedText):
        raise TypeError(f"{options.db_table}.{column} is declared to hold plain values")
    return SealedPlace(options.db_table, column, row, field.sealed_use)


def sealed_columns() -> list[tuple[type[models.Model], SealedBytes | SealedText]]:
    """Every column of the house that holds what is sealed."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields  # noqa: SLF001
        if isinstance(field, SealedBytes | SealedText)
    ]
