"""Events of prevention: trainings, activities, inspections, licences."""

from sala.access.law.fact_layout import (
    fact_event,
    open_to_facts,
    single_code,
    year_ends,
)
from sala.access.law.fact_steps import records_behind
from sala.kit.law import joined

LAW = joined(
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
    fact_event(
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
)
