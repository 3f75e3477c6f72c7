"""Which facts of an event a figure counts; each condition is an Ibis expression."""

import ibis
import ibis.expr.types as ir

from sala.facts import schema
from sala.figures.measures import Condition


def every_fact(t: ir.Table, own: str) -> ir.BooleanValue:
    """Every fact of the event."""
    return ibis.literal(True)


def one_of(column: str, *codes: str) -> Condition:
    """Facts whose column holds one of these codes; where it holds nothing they do not
    count.
    """

    def condition(t: ir.Table, own: str) -> ir.BooleanValue:
        return t[column].isin(codes).fill_null(False)

    return condition


def foreign_citizen(t: ir.Table, own: str) -> ir.BooleanValue:
    """Facts on people known to be citizens of another country."""
    unsaid = [own, schema.NOT_ASKED, schema.NOT_KNOWN]
    return t.citizenship.notnull() & t.citizenship.notin(unsaid).fill_null(False)


def concerns_official(t: ir.Table, own: str) -> ir.BooleanValue:
    """Facts on the complicity of an official."""
    return t.official.fill_null(False)


def partly_suspended(t: ir.Table, own: str) -> ir.BooleanValue:
    """Sentences of which a part is suspended."""
    return (t.suspended > 0).fill_null(False)


def with_imprisonment(t: ir.Table, own: str) -> ir.BooleanValue:
    """Verdicts with a sentence of imprisonment."""
    return (t.months > 0).fill_null(False)


def with_fine(t: ir.Table, own: str) -> ir.BooleanValue:
    """Verdicts with a fine."""
    return (t.amount > 0).fill_null(False)


def meets_all(*conditions: Condition) -> Condition:
    """Facts that meet every one of the conditions."""

    def condition(t: ir.Table, own: str) -> ir.BooleanValue:
        held = every_fact(t, own)
        for each in conditions:
            held &= each(t, own)
        return held

    return condition
