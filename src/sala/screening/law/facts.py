"""Events of people: met, screened, and decided on."""

from sala.access.law.fact_layout import (
    described,
    event,
    open_to_facts,
)
from sala.kit.law import joined

OWN = "(SELECT p.code FROM countries_pack p LIMIT 1)"
OPERATION_PLACE = """coalesce(nullif(o.place_code, ''),
            (SELECT x.place FROM countries_bordercrossing x WHERE x.code = o.crossing_code))"""
OF_OPERATION = {
    "date": "o.happened_on",
    "key": "o.id",
    "agency": "o.agency_id",
    "place": OPERATION_PLACE,
    "kind": "o.kind",
}

LAW = joined(
    open_to_facts(
        "screening_operation",
        "screening_metcount",
        "screening_notscreened",
        "screening_screening",
        "screening_identificationrequest",
        "screening_identificationdecision",
    ),
    event(
        "met",
        "screening_operation o LEFT JOIN screening_metcount m ON m.operation_id = o.id",
        **OF_OPERATION,
        sex="nullif(m.sex, '')",
        age_group="nullif(m.age_group, '')",
        citizenship=f"CASE m.national WHEN true THEN {OWN} WHEN false THEN 'foreign' END",
        number="m.number",
    ),
    event(
        "not_screened",
        "screening_notscreened n JOIN screening_operation o ON o.id = n.operation_id "
        "WHERE n.withdrawn_at IS NULL",
        **OF_OPERATION,
        reason="n.reason",
        number="n.number",
    ),
    event(
        "screened",
        "screening_screening s LEFT JOIN screening_operation o ON o.id = s.operation_id",
        date="s.written_at::date",
        key="s.id",
        person="s.person_id",
        agency="s.agency_id",
        place=f"coalesce(nullif(s.place_code, ''), {OPERATION_PLACE})",
        kind="o.kind",
        outcome="s.outcome",
        **described("s"),
    ),
    event(
        "identification_asked",
        "screening_identificationrequest r",
        date="r.asked_at::date",
        key="r.id",
        person="r.person_id",
        agency="r.agency_id",
        place="NULL::text",
        outcome="r.state",
        **described("r"),
    ),
    event(
        "not_identified",
        "screening_identificationdecision d WHERE d.outcome = 'not_identified' AND NOT EXISTS "
        "(SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id)",
        date="d.decided_on",
        key="d.id",
        person="d.person_id",
        agency="d.agency_id",
        place="NULL::text",
        **described("d"),
    ),
)
