"""Events of prevention and of what agencies do together: trainings, inspections, money."""

from sala.facts.migrations.events.layout import CURRENCY, event, only, year_ends

COMMITTEE = {
    "key": "k.id",
    "agency": "k.agency_id",
    "place": "k.place_code",
    "kind": "k.level",
}

EVENTS = [
    event(
        "trained",
        "prevention_trainingsession s LEFT JOIN prevention_trainedcount n ON n.session_id = s.id "
        "WHERE s.withdrawn_at IS NULL",
        date="s.starts_on",
        key="s.id",
        agency="s.agency_id",
        place="s.place_code",
        sex="nullif(n.sex, '')",
        kind=only("s.topics"),
        number="n.number",
    ),
    event(
        "reached",
        "prevention_awarenessactivity w WHERE w.withdrawn_at IS NULL",
        date="w.starts_on",
        key="w.id",
        agency="w.agency_id",
        place="w.place_code",
        kind="w.channel",
        number="w.reached",
    ),
    event(
        "inspection",
        "prevention_inspection n WHERE n.withdrawn_at IS NULL",
        date="n.happened_on",
        key="n.id",
        agency="n.agency_id",
        place="n.place_code",
        sector="nullif(n.sector, '')",
        kind="n.kind",
        outcome=only("n.findings"),
        reason=only("n.measures"),
    ),
    event(
        "recruiter",
        "prevention_recruitmentagency r CROSS JOIN LATERAL (SELECT min(l.happened_on) AS first "
        "FROM prevention_licencestep l WHERE l.recruitment_agency_id = r.id) began "
        + year_ends("began.first")
        + " CROSS JOIN LATERAL (SELECT l.state, l.until FROM prevention_licencestep l "
        "WHERE l.recruitment_agency_id = r.id AND l.happened_on <= at.last "
        "ORDER BY l.step DESC LIMIT 1) now "
        "WHERE now.state = 'licensed' AND (now.until IS NULL OR now.until >= at.last)",
        date="at.last",
        key="r.id",
        agency="r.agency_id",
        place="r.place_code",
    ),
    event(
        "recruiter_sanctioned",
        "prevention_licencestep l JOIN prevention_recruitmentagency r "
        "ON r.id = l.recruitment_agency_id WHERE l.state <> 'licensed'",
        date="l.happened_on",
        key="r.id",
        agency="r.agency_id",
        place="r.place_code",
        kind="l.state",
        reason="nullif(l.reason, '')",
    ),
    event(
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
    event(
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
    event(
        "trained_audience",
        "prevention_trainingsession s CROSS JOIN LATERAL unnest(s.audiences) AS w(audience) "
        "WHERE s.withdrawn_at IS NULL",
        date="s.starts_on",
        key="s.id",
        agency="s.agency_id",
        place="s.place_code",
        kind="w.audience",
    ),
    event(
        "committee",
        "partnership_committee k " + year_ends("k.founded_on") + " "
        "WHERE k.founded_on <= at.last AND (k.dissolved_on IS NULL OR k.dissolved_on > at.last)",
        date="at.last",
        **COMMITTEE,
    ),
    event(
        "committee_met",
        "partnership_committeemeeting g JOIN partnership_committee k ON k.id = g.committee_id "
        "WHERE g.withdrawn_at IS NULL",
        date="g.happened_on",
        **COMMITTEE,
    ),
]
