"""Days, moments and numbers as the reader's language writes them; built into every
template.
"""

from datetime import date, datetime
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language, gettext

register = template.Library()
COUNTRY_OF_LANGUAGE = {"en": "en_GB"}  # the day before the month


def locale() -> Locale:
    """The reader's locale, for Babel; a language that Babel does not know is written as
    English.
    """
    language = get_language() or "en"
    name = COUNTRY_OF_LANGUAGE.get(language, language.replace("-", "_"))
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@register.filter
def lead(label: object) -> str:
    """What a field is called, before what is said of it: with a colon, unless it
    asks.
    """
    text = str(label)
    return text if text.endswith("?") else f"{text}:"


@register.filter
def day(value: date | None) -> str:
    """A day in words: 27 March 2007."""
    if value is None or value == "":
        return gettext("Not recorded")
    if isinstance(value, datetime):
        value = _local(value)
    return format_date(value, "long", locale=locale())


@register.filter
def moment(value: datetime | None) -> str:
    """A day and the time of day where the system stands: 27 March 2007, 14:05."""
    if value is None or value == "":
        return gettext("Not recorded")
    local = _local(value)
    return f"{day(local)}, {format_time(local.time(), 'HH:mm', locale=locale())}"


@register.filter
def number(value: float | Decimal | None) -> str:
    """A number with the reader's separators; one that nobody wrote down is not zero."""
    if value is None or value == "":
        return gettext("Not recorded")
    return format_decimal(value, locale=locale())


@register.filter
def understood(field: BoundField) -> str:
    """What a field read in what was typed, where it was typed otherwise than the house
    writes it.
    """
    says = getattr(field.field, "understood", None)
    if says is None or not field.form.is_bound or field.is_hidden:
        return ""
    return str(says(field.data))


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def in_fours(value: str) -> str:
    """A long key in groups of four, for typing from the screen."""
    return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
