"""Frozen rows out of models: what a query hands on of what it found."""

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

from django.db.models import Manager, Model

RowClass = TypeVar("RowClass")


def row_of(row_class: type[RowClass], instance: object, **rest: object) -> RowClass:
    """A row of what `rest` says, and for the rest of the fields of the same name of an
    instance.

    A field that neither has is refused at its first use, and so is one that would hand
    a model on: what of it the row is to say stands in `rest`.
    """
    copied: dict[str, Any] = {}
    for each in fields(row_class):  # type: ignore[arg-type] # a row is a dataclass
        if each.name in rest:
            continue
        try:
            value = getattr(instance, each.name)
        except AttributeError:
            if _has_default(each):
                continue
            of = f"{row_class.__name__}.{each.name}"
            raise TypeError(f"{of}: {instance.__class__.__name__} has none") from None
        if isinstance(value, Model | Manager):
            raise TypeError(f"{row_class.__name__}.{each.name}: a model is no row")
        copied[each.name] = value
    return row_class(**copied, **rest)


def _has_default(each: Field[Any]) -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING
