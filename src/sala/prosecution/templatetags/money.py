"""Sums of money as the reader's language writes them, in the currency of the country."""

from functools import cache

from babel.numbers import format_currency
from django import template

from sala.countries import queries as countries
from sala.kit.templatetags.kit import locale

register = template.Library()


@register.filter
def money(amount: int | None) -> str:
    """A sum in whole units with the code of the currency; nothing where there is none."""
    if amount is None:
        return ""
    return format_currency(
        amount,
        currency(),
        "#,##0 ¤¤",
        locale=locale(),
        currency_digits=False,
    )


@cache
def currency() -> str:
    """The code of the country's currency: it does not change while the site runs."""
    return countries.loaded_pack().currency
