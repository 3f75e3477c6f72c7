"""Events of people: met, screened, and decided on."""

from django.conf import settings

from sala.access.law.fact_layout import (
    fact_event,
    open_to_facts,
    person_columns,
    year_end,
)
from sala.access.law.fact_steps import records_behind, steps_behind, steps_view
from sala.access.law.steps import as_of_sql
from sala.kit.law import cut_statements, joined_law
from sala.screening.models import IdentificationStep

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

# A review of a later year is an event of that year, and one that only confirms is none.
DECISIONS = f"""
-- The decisions that count, on their day: each that stood at the end of its year, and was
-- no review that said the same again of somebody decided on in a year before.
CREATE VIEW screening_counted_decision WITH (security_invoker = true) AS
    SELECT d.*, coalesce(d.received_on, d.decided_on) AS counts_on
    FROM screening_identificationdecision d
    WHERE d.outcome <> 'more_information' AND NOT EXISTS (
        SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id
          AND extract(year FROM l.decided_on)
              <= extract(year FROM coalesce(d.received_on, d.decided_on)))
      AND NOT EXISTS (
        SELECT 1 FROM screening_identificationdecision p
        WHERE p.id = d.supersedes_id AND p.outcome = d.outcome
          AND extract(year FROM coalesce(p.received_on, p.decided_on))
              < extract(year FROM d.decided_on));
GRANT SELECT ON screening_counted_decision TO {settings.APPLICATION_ROLE};
"""

# What a step that corrects, or takes back, is about.
FIRST = "f.number = 1 AND s.move = 'correct'"
EXPLAINED = (
    "f.move = 'explain' AND f.reason = s.reason AND f.number < s.number "
    "AND s.move = 'take_back'"
)


def operation_steps(moves: str, about: str) -> str:
    """The steps of operations behind an event that counts on the operation's day."""
    return f"""
    SELECT s.id, o.id, o.code::text, s.state::text, s.happened_on, s.precision::text,
           s.reason::text, s.agency_id, s.recorded_at, s.ledger_lane::int, s.ledger_seq,
           c.id, c.state::text, c.happened_on, ARRAY[o.happened_on, c.happened_on]
    FROM screening_operationstep s
    JOIN screening_operation o ON o.id = s.operation_id
    LEFT JOIN screening_operationstep c ON c.id = coalesce(s.corrects_id, (
        SELECT f.id FROM screening_operationstep f
        WHERE f.operation_id = s.operation_id AND {about}
        ORDER BY f.number DESC LIMIT 1))
    WHERE s.move IN ({moves})"""


LAW = joined_law(
    cut_statements(DECISIONS),
    open_to_facts(
        "screening_operation",
        "screening_operationstep",
        "screening_metcount",
        "screening_notscreened",
        "screening_screening",
        "screening_identificationrequest",
        "screening_identificationstep",
        "screening_identificationdecision",
    ),
    fact_event(
        "met",
        "screening_operation o LEFT JOIN screening_metcount m ON m.operation_id = o.id",
        **OF_OPERATION,
        sex="nullif(m.sex, '')",
        age_group="nullif(m.age_group, '')",
        citizenship=f"CASE m.national WHEN true THEN {OWN} WHEN false THEN 'foreign' END",
        number="m.number",
    ),
    fact_event(
        "not_screened",
        "screening_notscreened n JOIN screening_operation o ON o.id = n.operation_id "
        "WHERE n.withdrawn_at IS NULL",
        **OF_OPERATION,
        reason="n.reason",
        number="n.number",
    ),
    fact_event(
        "screened",
        "screening_screening s LEFT JOIN screening_operation o ON o.id = s.operation_id",
        date="s.written_at::date",
        key="s.id",
        person="s.person_id",
        agency="s.agency_id",
        place=f"coalesce(nullif(s.place_code, ''), {OPERATION_PLACE})",
        kind="o.kind",
        outcome="s.outcome",
        **person_columns("s"),
    ),
    fact_event(
        "identification_asked",
        "screening_identificationrequest r",
        date="r.asked_at::date",
        key="r.id",
        person="r.person_id",
        agency="r.agency_id",
        place="NULL::text",
        # As it was at the end of the year in which it was asked.
        outcome=as_of_sql(IdentificationStep, row="r.id", day=year_end("r.asked_at")),
        **person_columns("r"),
    ),
    fact_event(
        "not_identified",
        "screening_counted_decision d WHERE d.outcome = 'not_identified'",
        date="d.counts_on",
        key="d.id",
        person="d.person_id",
        agency="d.agency_id",
        place="NULL::text",
        **person_columns("d"),
    ),
    steps_view("met", operation_steps("'record', 'correct'", FIRST)),
    steps_view("not_screened", operation_steps("'explain', 'take_back'", EXPLAINED)),
    steps_behind("identification_asked", IdentificationStep),
    records_behind(
        "screened",
        "screening_screening",
        day="r.written_at::date",
        recorded="received_at",
    ),
)
