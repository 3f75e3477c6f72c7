"""What was said of the completeness of facts, and which records behind them a reader
may open.
"""

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from sala.access.context import Actor
from sala.facts.folder import FactsManifest, YearCoverage
from sala.facts.models import CompletenessStatement
from sala.facts.pseudonyms import Pseudonyms
from sala.vault import keyring

MOST_RECORDS = (
    10_000  # records of one kind among which those behind facts are looked for
)


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


def export_pseudonyms(manifest: FactsManifest) -> Pseudonyms:
    """Those of the record in the facts that a manifest describes."""
    follows = "longitudinal" if manifest.longitudinal else manifest.export
    return Pseudonyms(keyring.load().derived(f"facts of the record, {follows}"))


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
        return {
            made.pseudonym_of_id(key): argument for key, argument in cursor.fetchall()
        }
