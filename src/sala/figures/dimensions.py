"""What a figure may be broken down by: a column of the facts, or what follows from one."""

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
class Dimension:
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
        Dimension("sex", _("Sex"), 4),
        Dimension("age_group", _("Age group"), 4),
        Dimension("age_band", _("Age"), 10),
        Dimension("citizenship", _("Citizenship"), 20),
        Dimension("belonging", _("Nationals and foreigners"), 4, column="citizenship"),
        Dimension("form", _("Form of exploitation"), 10),
        Dimension("means", _("Means"), 10, several=True),
        Dimension("sector", _("Sector of work"), 12),
        Dimension("province", _("Province"), 20),
        Dimension("agency", _("Agency"), 50),
        Dimension("exploited_in", _("Country of exploitation"), 20),
        Dimension("abroad", _("Exploited at home or abroad"), 4, column="exploited_in"),
        Dimension("exploited_at", _("Place of exploitation"), 20),
        Dimension("origin", _("Place of origin"), 20),
        Dimension("kind", _("Kind"), 10),
        Dimension("outcome", _("Outcome"), 8),
        Dimension("reason", _("Reason"), 10),
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


def spread(t: ir.Table, by: tuple[str, ...]) -> ir.Table:
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
