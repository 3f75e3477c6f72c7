"""A row of a table of refusals: what is done, where it is refused, and what is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sala.access.models import LedgerEntry


@dataclass(frozen=True)
class Refusal:
    """What is done; the field at which it is refused and the words, or the error."""

    what: str
    act: Callable[..., Any]
    field: str = ""
    says: str = ""
    raises: type[Exception] = ValidationError


def refusals(*rows: Refusal) -> pytest.MarkDecorator:
    """The rows as parameters of a test, each under what it does."""
    return pytest.mark.parametrize("row", rows, ids=[row.what for row in rows])


def with_changes(act: Callable[..., Any], **changes: Any) -> Callable[..., Any]:
    """An act with some of what it is told changed."""
    return lambda **told: act(**told, **changes)


def assert_refused(row: Refusal, **told: Any) -> None:
    """What a row does is refused as it says, and leaves no entry in the ledger."""
    before = LedgerEntry.objects.count()
    with translation.override("en"):  # not that of the page a test before has read
        with pytest.raises(row.raises) as refused:
            row.act(**told)
        if row.raises is ValidationError:
            said = refused_at(refused.value)
            assert said == {row.field: [row.says]}, said
    assert LedgerEntry.objects.count() == before


def refused_at(error: ValidationError) -> dict[str, list[str]]:
    """The words of a refusal by field; those of no field stand under an empty name."""
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
