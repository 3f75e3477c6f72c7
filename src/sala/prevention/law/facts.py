"""Events of prevention: trainings, activities, inspections, licences."""

from sala.access.law.fact_layout import (
    fact_event,
    open_to_facts,
    single_code,
    year_ends,
)
from sala.access.law.fact_steps import records_behind, steps_behind
from sala.access.law.steps import as_of_sql
from sala.kit.law import joined_law
from sala.prevention.models import LicenceStep

# A licence is what its last step until the day says, unless its last day is past.
LICENCE_AT_YEAR_END = as_of_sql(
    LicenceStep,
    row="r.id",
    day="at.last",
    value="CASE WHEN s.until < at.last THEN 'expired' ELSE s.state END",
)

LAW = joined_law(
    open_to_facts(
        "prevention_trainingsession",
        "prevention_trainedcount",
        "prevention_awarenessactivity",
        "prevention_inspection",
        "prevention_recruitmentagency",
        "prevention_licencestep",
    ),
    fact_event(
        "trained",
        "prevention_trainingsession s LEFT JOIN prevention_trainedcount n ON n.session_id = s.id "
        "WHERE s.withdrawn_at IS NULL",
        date="s.starts_on",
        key="s.id",
        agency="s.agency_id",
        place="s.place_code",
        sex="nullif(n.sex, '')",
        kind=single_code("s.topics"),
        number="n.number",
    ),
    fact_event(
        "reached",
        "prevention_awarenessactivity w WHERE w.withdrawn_at IS NULL",
        date="w.starts_on",
        key="w.id",
        agency="w.agency_id",
        place="w.place_code",
        kind="w.channel",
        number="w.reached",
    ),
    fact_event(
        "inspection",
        "prevention_inspection n WHERE n.withdrawn_at IS NULL",
        date="n.happened_on",
        key="n.id",
        agency="n.agency_id",
        place="n.place_code",
        sector="nullif(n.sector, '')",
        kind="n.kind",
        outcome=single_code("n.findings"),
        reason=single_code("n.measures"),
    ),
    fact_event(
        "recruiter",
        "prevention_recruitmentagency r JOIN prevention_recruitmentagency_history o "
        "ON o.recruitment_agency_id = r.id AND o.opening "
        + year_ends("o.day")
        + f" WHERE o.day <= at.last AND {LICENCE_AT_YEAR_END} = 'licensed'",
        date="at.last",
        key="r.id",
        agency="r.agency_id",
        place="r.place_code",
    ),
    fact_event(
        "recruiter_sanctioned",
        "prevention_recruitmentagency_history l JOIN prevention_recruitmentagency r "
        "ON r.id = l.recruitment_agency_id "
        "WHERE l.state <> 'licensed' AND l.precision <> 'unknown'",
        date="l.happened_on",
        key="r.id",
        agency="r.agency_id",
        place="r.place_code",
        kind="l.state",
        reason="nullif(l.reason, '')",
    ),
    fact_event(
        "trained_audience",
        "prevention_trainingsession s CROSS JOIN LATERAL unnest(s.audiences) AS w(audience) "
        "WHERE s.withdrawn_at IS NULL",
        date="s.starts_on",
        key="s.id",
        agency="s.agency_id",
        place="s.place_code",
        kind="w.audience",
    ),
    records_behind(
        "trained",
        "prevention_trainingsession",
        day="r.starts_on",
        withdrawn="withdrawn_at",
    ),
    records_behind(
        "reached",
        "prevention_awarenessactivity",
        day="r.starts_on",
        withdrawn="withdrawn_at",
    ),
    records_behind(
        "inspection",
        "prevention_inspection",
        day="r.happened_on",
        withdrawn="withdrawn_at",
    ),
    steps_behind(
        "recruiter_sanctioned",
        LicenceStep,
        moves=["suspend", "revoke"],
        code="code",
    ),
)
