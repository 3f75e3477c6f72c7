"""What was said of the completeness of facts, and which records behind them a reader
may open.
"""

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from sala.access.context import Actor
from sala.facts.folder import Coverage, Manifest
from sala.facts.models import CompletenessStatement
from sala.facts.pseudonyms import Pseudonyms
from sala.vault import keyring

MOST = 10_000  # records of one kind among which those behind facts are looked for


@dataclass(frozen=True)
class Page:
    """Where the record behind a fact is shown: a table, the name of its page and its
    argument.
    """

    table: str
    name: str
    argument: str


CASE = Page("prosecution_case", "show_case", "code")
PAGES = {
    "met": Page("screening_operation", "show_operation", "id"),
    "complaint": Page("prosecution_complaint", "show_complaint", "code"),
    "incident": Page("prosecution_incident", "show_incident", "code"),
    "case_opened": CASE,
    "referred": Page("protection_referral", "show_referral", "id"),
    "referral_accepted": Page("protection_referral", "show_referral", "id"),
    "entitlement_opened": Page(
        "protection_personentitlement",
        "show_entitlement",
        "id",
    ),
    "entitlement_given": Page("protection_personentitlement", "show_entitlement", "id"),
    "returned": Page("protection_return", "show_return", "id"),
}


def coverage() -> tuple[Coverage, ...]:
    """What holds of every year: of several statements on the same, the last one."""
    said: dict[tuple[str, int], Coverage] = {}
    for row in CompletenessStatement.objects.order_by("said_at"):
        said[row.about, row.year] = Coverage(row.about, row.year, row.answer)
    return tuple(said.values())


def pseudonyms(manifest: Manifest) -> Pseudonyms:
    """Those of the record in the facts that a manifest describes."""
    follows = "longitudinal" if manifest.longitudinal else manifest.export
    return Pseudonyms(keyring.load().derived(f"facts of the record, {follows}"))


def records_seen(*, by: Actor, page: Page, manifest: Manifest) -> dict[int, str]:
    """Of the records that the reader sees anyhow: their pseudonyms, and the argument of
    their page.

    Nobody finds a record by its pseudonym who could not open it without.
    """
    made = pseudonyms(manifest)
    statement = sql.SQL("SELECT id, {}::text FROM {} LIMIT {}").format(
        sql.Identifier(page.argument),
        sql.Identifier(page.table),
        sql.Literal(MOST),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {made.of_id(key): argument for key, argument in cursor.fetchall()}
