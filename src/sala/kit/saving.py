"""What an action refuses before, and what the database refuses when, it saves."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _


@contextmanager
def refuse_on_violation(constraint: str, refusal: Exception) -> Iterator[None]:
    """Raise a refusal where a constraint of this name forbids what is saved inside."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint not in str(error):
            raise
        raise refusal from error


def refuse_unknown_code(
    field: str,
    value: str,
    known: Collection[str],
    *,
    blank: bool = False,
) -> None:
    """Refuse a code that is in no list."""
    if value not in known and not (blank and not value):
        raise ValidationError({field: _("Choose from the list.")})


def refuse_unknown_codes(
    field: str, values: Sequence[str], known: Collection[str]
) -> None:
    """Refuse no code at all, and codes that are in no list."""
    if not values or not set(values) <= set(known):
        raise ValidationError({field: _("Choose at least one from the list.")})


def refuse_future_day(field: str, day: date, at: datetime) -> None:
    """Refuse a day that has not come."""
    if day > timezone.localdate(at):
        raise ValidationError({field: _("The day is not in the future.")})
