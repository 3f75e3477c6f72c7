"""What a figure may be broken down by: a column of the facts, or what one implies."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

import ibis
import ibis.expr.types as ir
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.facts import schema

NONE_FOUND = "none"  # a list that was looked for and is empty


@dataclass(frozen=True)
class BreakdownDimension:
    """One way to break a figure down, and about how many parts it has in a country.

    In `several`, one person may stand in more than one part.
    """

    code: str
    name: str | Promise
    parts: int
    several: bool = False
    column: str = (
        ""  # of the facts, that it follows from; its own name if there is nothing here
    )


DIMENSIONS = {
    d.code: d
    for d in (
        BreakdownDimension("sex", _("Sex"), 4),
        BreakdownDimension("age_group", _("Age group"), 4),
        BreakdownDimension("age_band", _("Age"), 10),
        BreakdownDimension("citizenship", _("Citizenship"), 20),
        BreakdownDimension(
            "belonging", _("Nationals and foreigners"), 4, column="citizenship"
        ),
        BreakdownDimension("form", _("Form of exploitation"), 10),
        BreakdownDimension("means", _("Means"), 10, several=True),
        BreakdownDimension("sector", _("Sector of work"), 12),
        BreakdownDimension("province", _("Province"), 20),
        BreakdownDimension("agency", _("Agency"), 50),
        BreakdownDimension("exploited_in", _("Country of exploitation"), 20),
        BreakdownDimension(
            "abroad", _("Exploited at home or abroad"), 4, column="exploited_in"
        ),
        BreakdownDimension("exploited_at", _("Place of exploitation"), 20),
        BreakdownDimension("origin", _("Place of origin"), 20),
        BreakdownDimension("kind", _("Kind"), 10),
        BreakdownDimension("outcome", _("Outcome"), 8),
        BreakdownDimension("reason", _("Reason"), 10),
    )
}
PLACES = frozenset({"province", "exploited_at", "origin"})
COUNTRIES = frozenset({"citizenship", "exploited_in"})


def columns_of(dimensions: Iterable[str]) -> tuple[str, ...]:
    """The columns of the facts that these dimensions are read from."""
    return tuple(dict.fromkeys(DIMENSIONS[d].column or d for d in dimensions))


def parts_of(dimensions: Iterable[str]) -> int:
    """About how many parts there are where a figure is broken down by all of these at
    once.
    """
    return prod(DIMENSIONS[column].parts for column in columns_of(dimensions))


def with_derived(t: ir.Table, own: str, dimensions: Iterable[str]) -> ir.Table:
    """Facts with those of the dimensions that follow from a column, in the country of a
    code.
    """
    derived = {}
    if "belonging" in dimensions:
        derived["belonging"] = _own_or_not(t.citizenship, own, "national", "foreign")
    if "abroad" in dimensions:
        derived["abroad"] = _own_or_not(t.exploited_in, own, "at_home", "abroad")
    return t.mutate(**derived)


def spread_several(t: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """Facts as often as they have values of a dimension that allows several."""
    if "means" not in by:
        return t
    nothing = ibis.literal([None], type="array<string>")
    none_found = ibis.literal([NONE_FOUND], type="array<string>")
    codes = ibis.cases(
        (t.means.isnull(), nothing),
        (t.means.length() == 0, none_found),
        else_=t.means,
    )
    return t.mutate(means=codes).unnest("means")


def _own_or_not(
    country: ir.StringValue,
    own: str,
    is_own: str,
    is_not: str,
) -> ir.StringValue:
    unsaid = country.isnull() | country.isin([schema.NOT_ASKED, schema.NOT_KNOWN])
    return ibis.cases((unsaid, country), (country == own, is_own), else_=is_not)
