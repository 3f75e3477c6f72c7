"""Events of what agencies do together: committees and money."""

from sala.access.law.fact_layout import (
    CURRENCY,
    fact_event,
    open_to_facts,
    year_ends,
)
from sala.access.law.fact_steps import records_behind
from sala.kit.law import joined_law

COMMITTEE = {
    "key": "k.id",
    "agency": "k.agency_id",
    "place": "k.place_code",
    "kind": "k.level",
}

# What was spent of a line by the end of the year of its budget is of that year; what was
# spent of it later, of the year in which it was.
SPENT_BY_YEAR = """partnership_budgetline b JOIN LATERAL (
    SELECT t.year, t.up_to, t.spent - lag(t.spent, 1, 0::bigint) OVER (ORDER BY t.year)
               AS amount
    FROM (SELECT DISTINCT ON (e.year) e.year, e.spent, e.up_to
          FROM (SELECT greatest(b.fiscal_year, extract(year FROM s.up_to)::int) AS year,
                       s.spent, s.up_to, s.recorded_at
                FROM partnership_spending s
                WHERE s.line_id = b.id AND s.withdrawn_at IS NULL) e
          ORDER BY e.year, e.up_to DESC, e.recorded_at DESC) t) s ON true"""

LAW = joined_law(
    open_to_facts(
        "partnership_budgetline",
        "partnership_spending",
        "partnership_committee",
        "partnership_committeemeeting",
    ),
    fact_event(
        "allocated",
        "partnership_budgetline b",
        date="make_date(b.fiscal_year, 12, 31)",
        key="b.id",
        agency="b.agency_id",
        place="NULL::text",
        kind="b.purpose",
        amount="b.allocated",
        currency=CURRENCY,
    ),
    fact_event(
        "spent",
        SPENT_BY_YEAR,
        year="s.year",
        date="s.up_to",
        key="b.id",
        agency="b.agency_id",
        place="NULL::text",
        kind="b.purpose",
        amount="s.amount",
        currency=CURRENCY,
    ),
    fact_event(
        "committee",
        "partnership_committee k " + year_ends("k.founded_on") + " "
        "WHERE k.founded_on <= at.last AND (k.dissolved_on IS NULL OR k.dissolved_on > at.last)",
        date="at.last",
        **COMMITTEE,
    ),
    fact_event(
        "committee_met",
        "partnership_committeemeeting g JOIN partnership_committee k ON k.id = g.committee_id "
        "WHERE g.withdrawn_at IS NULL",
        date="g.happened_on",
        **COMMITTEE,
    ),
    records_behind(
        "spent",
        "partnership_spending",
        day="r.up_to",
        withdrawn="withdrawn_at",
    ),
    records_behind(
        "committee_met",
        "partnership_committeemeeting",
        day="r.happened_on",
        withdrawn="withdrawn_at",
    ),
)
