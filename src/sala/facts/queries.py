"""What was said of the completeness of facts, and which records behind them a reader
may open.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from psycopg import sql

from sala.access.context import Actor
from sala.facts.folder import FactsManifest, YearCoverage
from sala.facts.models import CompletenessStatement
from sala.facts.pseudonyms import PseudonymMaker

MOST_RECORDS = 10_000  # of one kind, among which those behind facts are looked for
MOST_STEPS = 200  # shown at once; their number counts them all


@dataclass(frozen=True)
class RecordPage:
    """Where the record behind a fact is shown: a table, the name of its page and its
    argument.
    """

    table: str
    name: str
    argument: str


CASE_PAGE = RecordPage("prosecution_case", "show_case", "code")
RECORD_PAGES = {
    "met": RecordPage("screening_operation", "show_operation", "id"),
    "complaint": RecordPage("prosecution_complaint", "show_complaint", "code"),
    "incident": RecordPage("prosecution_incident", "show_incident", "code"),
    "case_opened": CASE_PAGE,
    "referred": RecordPage("protection_referral", "show_referral", "id"),
    "referral_accepted": RecordPage("protection_referral", "show_referral", "id"),
    "entitlement_opened": RecordPage(
        "protection_personentitlement",
        "show_entitlement",
        "id",
    ),
    "entitlement_given": RecordPage(
        "protection_personentitlement", "show_entitlement", "id"
    ),
    "returned": RecordPage("protection_return", "show_return", "id"),
}


def stated_coverage() -> tuple[YearCoverage, ...]:
    """What holds of every year: of several statements on the same, the last one."""
    said: dict[tuple[str, int], YearCoverage] = {}
    for row in CompletenessStatement.objects.order_by("said_at"):
        said[row.about, row.year] = YearCoverage(row.about, row.year, row.answer)
    return tuple(said.values())


def export_pseudonyms(manifest: FactsManifest) -> PseudonymMaker:
    """Those of the record in the facts that a manifest describes."""
    follows = "longitudinal" if manifest.longitudinal else manifest.export
    return PseudonymMaker(f"the record, {follows}")


def visible_records(
    *, by: Actor, page: RecordPage, manifest: FactsManifest
) -> dict[int, str]:
    """Of the records that the reader sees anyhow: their pseudonyms, and the argument of
    their page.

    Nobody finds a record by its pseudonym who could not open it without.
    """
    made = export_pseudonyms(manifest)
    statement = sql.SQL("SELECT id, {}::text FROM {} LIMIT {}").format(
        sql.Identifier(page.argument),
        sql.Identifier(page.table),
        sql.Literal(MOST_RECORDS),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchall()
    pseudonyms = made.pseudonyms_of_ids(key for key, _argument in found)
    arguments = (argument for _key, argument in found)
    return dict(zip(pseudonyms, arguments, strict=True))


@dataclass(frozen=True)
class StepCounts:
    """How many steps were recorded in a time behind an event of a year."""

    late: int
    corrections: int


@dataclass(frozen=True)
class RecordedStep:
    """A step that was recorded in a time, of a record that the reader may see.

    The role is that of who recorded it, for those who may read the ledger.
    """

    record_code: str
    state: str  # that the record came to; nothing where a step was only taken back
    happened_on: date | None
    precision: str
    reason: str
    recorded_at: datetime
    agency_code: str
    role: str
    corrects: bool
    corrected_state: str
    corrected_on: date | None


def step_events() -> frozenset[str]:
    """The events of which the steps behind them are known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_step_events()")
        return frozenset(event for (event,) in cursor.fetchall())


def count_steps(
    event: str,
    *,
    year: int,
    since: datetime,
    until: datetime,
) -> StepCounts:
    """How many steps behind an event of a year were recorded after one moment and until
    another, seen or not; none for those who do not stand by figures.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT late, corrections FROM facts_steps_recorded(%s, %s, %s, %s)",
            [event, year, since, until],
        )
        return StepCounts(*(cursor.fetchone() or (0, 0)))


def visible_steps(
    event: str,
    *,
    year: int,
    since: datetime,
    until: datetime,
) -> list[RecordedStep]:
    """The same steps, as far as the reader sees their records anyhow, the first one
    first.

    Raises `ValueError` for an event of which no steps are known.
    """
    if event not in step_events():
        raise ValueError(event)
    statement = sql.SQL(
        "SELECT v.record_code, coalesce(v.state, ''), v.happened_on, v.precision,"
        " v.reason, v.recorded_at, a.code, coalesce(e.role, ''),"
        " v.corrects_id IS NOT NULL, coalesce(v.corrected_state, ''), v.corrected_on"
        " FROM {} v JOIN access_agency a ON a.id = v.agency_id"
        " LEFT JOIN access_ledgerentry e"
        " ON e.lane = v.ledger_lane AND e.seq = v.ledger_seq"
        " WHERE v.recorded_at > %s AND v.recorded_at <= %s AND EXISTS ("
        " SELECT 1 FROM unnest(v.counted_on) d WHERE extract(year FROM d) = %s)"
        " ORDER BY v.recorded_at, v.step_id LIMIT %s",
    ).format(sql.Identifier(f"facts_steps_of_{event}"))
    with connection.cursor() as cursor:
        cursor.execute(statement, [since, until, year, MOST_STEPS])
        return [RecordedStep(*row) for row in cursor.fetchall()]
