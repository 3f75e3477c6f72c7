"""Everybody with a role reads; the secretariat's analyst keeps; each agency reports its
own.
"""

from sala.access.law.asking import ACTOR, AGENCY, OPERATING, SOON, may_word
from sala.kit.law import LawStatement, cut_statements, joined_law
from sala.kit.rowsecurity import protect_table

READS = f"({may_word('partnership.work.view')} OR {OPERATING})"
KEEPS = may_word("partnership.plan.edit")
WORKS = may_word("partnership.work.record")
MINE = f"recorded_by_id = {ACTOR} AND recorded_at {SOON}"
OWN_WORK = f"agency_id = {AGENCY} AND {WORKS}"
# Whoever keeps the minutes, whoever was there, and the secretariat record a meeting.
SAT = f"""({KEEPS} OR EXISTS (SELECT 1 FROM partnership_committee c
    WHERE c.id = committee_id AND c.agency_id = {AGENCY})
  OR (SELECT a.code FROM access_agency a WHERE a.id = {AGENCY}) = ANY (present))"""


def secretariat_table(
    table: str,
    columns: str,
    *,
    update: str = KEEPS,
    leaving: str | None = None,
) -> tuple[LawStatement, ...]:
    """A table that the secretariat's analyst keeps, with the columns that may change."""
    return protect_table(
        f"partnership_{table}",
        select=READS,
        insert=f"{KEEPS} AND {MINE}",
        update=update,
        leaving=leaving,
        columns=f"{columns}, version",
    )


def owned_thing(table: str, column: str) -> str:
    """That a row belongs to something of the session's agency, or the session keeps it."""
    return (
        f"({KEEPS} OR EXISTS (SELECT 1 FROM partnership_{table} t "
        f"WHERE t.id = {column} AND t.agency_id = {AGENCY}))"
    )


def agency_table(table: str, condition: str) -> tuple[LawStatement, ...]:
    """A table of what agencies recorded: never changed, taken back by the agency that
    did.
    """
    return protect_table(
        f"partnership_{table}",
        select=READS,
        insert=f"{OWN_WORK} AND {MINE} AND withdrawn_at IS NULL AND {condition}",
        update=f"{OWN_WORK} AND (withdrawn_at IS NULL OR withdrawn_by_id = {ACTOR})",
        columns="withdrawn_by_id, withdrawn_at",
        leaving=f"withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR}",
    )


# Progress and answers change the state of what the secretariat keeps, and nothing else of it.
ONLY_STATE = """
CREATE FUNCTION partnership_only_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT access_may('partnership.plan.edit')
       AND to_jsonb(NEW) - '{state,version}'::text[]
           IS DISTINCT FROM to_jsonb(OLD) - '{state,version}'::text[] THEN
        RAISE EXCEPTION 'only the secretariat changes what this says'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objective_only_state BEFORE UPDATE ON partnership_objective
    FOR EACH ROW EXECUTE FUNCTION partnership_only_state();
CREATE TRIGGER recommendation_only_state BEFORE UPDATE ON partnership_recommendation
    FOR EACH ROW EXECUTE FUNCTION partnership_only_state();
"""

LAW = joined_law(
    secretariat_table("committee", "dissolved_on"),
    secretariat_table("actionplan", "state"),
    secretariat_table(
        "objective",
        "state, texts, indicators, target, agency_id, due_on",
        update=f"({KEEPS} OR ({OWN_WORK}))",
        leaving=f"(state <> 'dropped' OR {KEEPS})",
    ),
    secretariat_table("budgetline", "allocated"),
    secretariat_table(
        "recommendation",
        "state, priority, agency_id, due_on, repeats_id",
        update=f"({KEEPS} OR ({OWN_WORK}))",
        leaving=f"(state <> 'declined' OR {KEEPS})",
    ),
    agency_table("committeemeeting", SAT),
    agency_table("spending", owned_thing("budgetline", "line_id")),
    cut_statements(ONLY_STATE),
)
