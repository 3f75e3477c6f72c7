"""Everybody with a role reads; the secretariat's analyst keeps; each agency reports its
own.
"""

from sala.access.law.asking import ACTOR, AGENCY, OPERATING, SOON, may_word
from sala.kit.law import Statement, joined
from sala.kit.rowsecurity import protected

READS = f"({may_word('partnership.work.view')} OR {OPERATING})"
KEEPS = may_word("partnership.plan.edit")
WORKS = may_word("partnership.work.record")
MINE = f"recorded_by_id = {ACTOR} AND recorded_at {SOON}"
OWN_WORK = f"agency_id = {AGENCY} AND {WORKS}"
# Whoever keeps the minutes, whoever was there, and the secretariat record a meeting.
SAT = f"""({KEEPS} OR EXISTS (SELECT 1 FROM partnership_committee c
    WHERE c.id = committee_id AND c.agency_id = {AGENCY})
  OR (SELECT a.code FROM access_agency a WHERE a.id = {AGENCY}) = ANY (present))"""


def kept(table: str, columns: str) -> tuple[Statement, ...]:
    """A table that the secretariat's analyst keeps, with the columns that may change."""
    return protected(
        f"partnership_{table}",
        select=READS,
        insert=f"{KEEPS} AND {MINE}",
        update=KEEPS,
        columns=f"{columns}, version",
    )


def owned(table: str, column: str) -> str:
    """That a row belongs to something of the session's agency, or the session keeps it."""
    return (
        f"({KEEPS} OR EXISTS (SELECT 1 FROM partnership_{table} t "
        f"WHERE t.id = {column} AND t.agency_id = {AGENCY}))"
    )


def recorded(table: str, condition: str) -> tuple[Statement, ...]:
    """A table of what agencies recorded: never changed, taken back by the agency that
    did.
    """
    return protected(
        f"partnership_{table}",
        select=READS,
        insert=f"{OWN_WORK} AND {MINE} AND withdrawn_at IS NULL AND {condition}",
        update=f"{OWN_WORK} AND (withdrawn_at IS NULL OR withdrawn_by_id = {ACTOR})",
        columns="withdrawn_by_id, withdrawn_at",
        leaving=f"withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR}",
    )


def stepped(table: str, owner: str, secretariat_only: str) -> tuple[Statement, ...]:
    """Steps of something: only ever added, by its agency or the secretariat."""
    return protected(
        f"partnership_{table}",
        select=READS,
        insert=(
            f"{OWN_WORK} AND {MINE} AND {owned(owner, f'{owner}_id')} "
            f"AND (state <> '{secretariat_only}' OR {KEEPS})"
        ),
    )


LAW = joined(
    kept("committee", "dissolved_on"),
    kept("actionplan", "state"),
    kept("objective", "texts, indicators, target, agency_id, due_on"),
    kept("budgetline", "allocated"),
    kept("recommendation", "priority, agency_id, due_on, repeats_id"),
    recorded("committeemeeting", SAT),
    recorded("spending", owned("budgetline", "line_id")),
    stepped("objectivestep", "objective", "dropped"),
    stepped("recommendationstep", "recommendation", "declined"),
)
