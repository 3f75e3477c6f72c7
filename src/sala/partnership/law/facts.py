"""Events of what agencies do together: committees and money."""

from sala.access.law.fact_layout import (
    CURRENCY,
    fact_event,
    open_to_facts,
    year_ends,
)
from sala.kit.law import joined

COMMITTEE = {
    "key": "k.id",
    "agency": "k.agency_id",
    "place": "k.place_code",
    "kind": "k.level",
}

LAW = joined(
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
        "partnership_budgetline b JOIN LATERAL (SELECT s.spent, s.up_to "
        "FROM partnership_spending s WHERE s.line_id = b.id AND s.withdrawn_at IS NULL "
        "ORDER BY s.up_to DESC LIMIT 1) s ON true",
        year="b.fiscal_year",
        date="s.up_to",
        key="b.id",
        agency="b.agency_id",
        place="NULL::text",
        kind="b.purpose",
        amount="s.spent",
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
)
