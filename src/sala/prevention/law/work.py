"""Everybody with a role reads what agencies do in public; each agency records its own
work.
"""

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, OPERATING, SOON, may_word
from sala.access.law.seats import seated_becoming, seated_updates
from sala.kit.law import LawStatement, cut_statements, joined_law
from sala.kit.rowsecurity import protect_table
from sala.prevention.states import LICENCE

READS = f"({may_word('prevention.work.view')} OR {OPERATING})"
WORKS = may_word("prevention.work.record")
LICENSES = may_word("prevention.licence.record")
OWN_WORK = f"agency_id = {AGENCY} AND {WORKS}"
MINE = f"recorded_by_id = {ACTOR} AND recorded_at {SOON}"


def agency_table(table: str) -> tuple[LawStatement, ...]:
    """A table of what agencies recorded: never changed, taken back by the agency that
    did.
    """
    return protect_table(
        table,
        select=READS,
        insert=f"{OWN_WORK} AND {MINE} AND withdrawn_at IS NULL",
        update=f"{OWN_WORK} AND (withdrawn_at IS NULL OR withdrawn_by_id = {ACTOR})",
        columns="withdrawn_by_id, withdrawn_at",
        leaving=f"withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR}",
    )


SCREENED = f"""
-- At which crossings people were met and screened in a time: counts for the secretariat's analyst,
-- for everybody else only whether there was anybody.
CREATE FUNCTION prevention_screened(p_since date, p_until date)
RETURNS TABLE (crossing_code varchar, anybody boolean, screened bigint, met numeric)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    counts boolean := access_may('prevention.crossing.count');
BEGIN
    IF NOT (access_may('prevention.work.view') OR access_operating()) THEN RETURN; END IF;
    RETURN QUERY
        WITH there AS (
            SELECT o.id, o.crossing_code AS code FROM screening_operation o
            WHERE o.crossing_code <> '' AND o.happened_on BETWEEN p_since AND p_until),
        asked AS (
            SELECT t.code, count(DISTINCT s.person_id) AS number FROM there t
            JOIN screening_screening s ON s.operation_id = t.id GROUP BY 1),
        counted AS (
            SELECT t.code, sum(m.number) AS number FROM there t
            JOIN screening_metcount m ON m.operation_id = t.id GROUP BY 1)
        SELECT t.code, coalesce(a.number, 0) > 0,
               CASE WHEN counts THEN coalesce(a.number, 0) END,
               CASE WHEN counts THEN c.number::numeric END
        FROM (SELECT DISTINCT code FROM there) t
        LEFT JOIN asked a ON a.code = t.code LEFT JOIN counted c ON c.code = t.code;
END $$;
"""

LAW = joined_law(
    agency_table("prevention_trainingsession"),
    agency_table("prevention_awarenessactivity"),
    agency_table("prevention_inspection"),
    agency_table("prevention_crossinghours"),
    protect_table(
        "prevention_trainedcount",
        select=READS,
        insert=(
            f"{WORKS} AND EXISTS (SELECT 1 FROM prevention_trainingsession s "
            f"WHERE s.id = session_id AND s.agency_id = {AGENCY} "
            f"AND s.recorded_by_id = {ACTOR} AND s.withdrawn_at IS NULL)"
        ),
    ),
    protect_table(
        "prevention_recruitmentagency",
        select=READS,
        insert=f"agency_id = {AGENCY} AND {LICENSES} AND {MINE}",
        update=seated_updates(LICENCE),
        becoming=seated_becoming(LICENCE),
        columns="state",
    ),
    cut_statements(SCREENED),
)
