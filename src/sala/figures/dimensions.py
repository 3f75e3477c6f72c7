"""What a figure may be broken down by: a column of the facts, or what follows from one."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.facts import schema

NONE_FOUND = "none"  # a list that was looked for and is empty


@dataclass(frozen=True)
class Dimension:
    """One way to break a figure down. In `several`, one person may stand in more than one part."""

    code: str
    name: str | Promise
    several: bool = False


DIMENSIONS = {
    d.code: d
    for d in (
        Dimension("sex", _("Sex")),
        Dimension("age_group", _("Age group")),
        Dimension("age_band", _("Age")),
        Dimension("citizenship", _("Citizenship")),
        Dimension("belonging", _("Nationals and foreigners")),
        Dimension("form", _("Form of exploitation")),
        Dimension("means", _("Means"), several=True),
        Dimension("sector", _("Sector of work")),
        Dimension("province", _("Province")),
        Dimension("agency", _("Agency")),
        Dimension("exploited_in", _("Country of exploitation")),
        Dimension("abroad", _("Exploited at home or abroad")),
        Dimension("exploited_at", _("Place of exploitation")),
        Dimension("origin", _("Place of origin")),
        Dimension("kind", _("Kind")),
        Dimension("outcome", _("Outcome")),
        Dimension("reason", _("Reason")),
    )
}
PLACES = frozenset({"province", "exploited_at", "origin"})
COUNTRIES = frozenset({"citizenship", "exploited_in"})


def with_derived(t: ir.Table, own: str) -> ir.Table:
    """Facts with what follows from their columns in the country whose code is given."""
    return t.mutate(
        belonging=_own_or_not(t.citizenship, own, "national", "foreign"),
        abroad=_own_or_not(t.exploited_in, own, "at_home", "abroad"),
    )


def spread(t: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """Facts as often as they have values of a dimension that allows several."""
    if "means" not in by:
        return t
    nothing = ibis.literal([None], type="array<string>")
    none_found = ibis.literal([NONE_FOUND], type="array<string>")
    codes = ibis.cases(
        (t.means.isnull(), nothing), (t.means.length() == 0, none_found), else_=t.means
    )
    return t.mutate(means=codes).unnest("means")


def _own_or_not(country: ir.StringValue, own: str, is_own: str, is_not: str) -> ir.StringValue:
    unsaid = country.isnull() | country.isin([schema.NOT_ASKED, schema.NOT_KNOWN])
    return ibis.cases((unsaid, country), (country == own, is_own), else_=is_not)
