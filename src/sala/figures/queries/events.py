"""The events that a figure is made of, and the records behind them for those who see
them.
"""

from typing import Any

from django.urls import reverse

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.facts import queries as facts
from sala.facts.folder import FactsManifest
from sala.facts.places import facts_folder
from sala.figures.definitions import FIGURES
from sala.figures.engine import EVENTS_A_PAGE, DuckDBEngine
from sala.figures.queries.from_facts import facts_manifest


def events_of_figure(
    *,
    by: Actor,
    code: str,
    year: int,
    dimension: str = "",
    key: str | None = None,
    page: int = 1,
) -> tuple[list[dict[str, Any]], bool]:
    """The events that a figure, or one part of it, is made of; a page of them, and if
    there are more.
    """
    require(may(by, "figures.figure.small"))
    found = facts_manifest()
    if found is None:
        return [], False
    engine = DuckDBEngine(facts_folder())
    try:
        rows = engine.page_of_events(
            FIGURES[code],
            year=year,
            dimension=dimension,
            key=key,
            page=page,
        )
    finally:
        engine.close()
    return _with_record_links(rows[:EVENTS_A_PAGE], by, found), len(
        rows
    ) > EVENTS_A_PAGE


def _with_record_links(
    rows: list[dict[str, Any]],
    by: Actor,
    found: FactsManifest,
) -> list[dict[str, Any]]:
    """Events with a short sign of the person, and the page of the record for those who
    see it.
    """
    own = facts.RECORD_PAGES.get(rows[0]["event"]) if rows else None
    records = (
        facts.visible_records(
            by=by,
            page=own,
            manifest=found,
        )
        if own
        else {}
    )
    cased = any(row["case_key"] is not None for row in rows)
    cases = (
        facts.visible_records(
            by=by,
            page=facts.CASE_PAGE,
            manifest=found,
        )
        if cased
        else {}
    )
    return [
        row
        | {
            "sign": _short_pseudonym(row["person_key"]),
            "case_sign": _short_pseudonym(row["case_key"]),
            "page": (
                _record_address(own, records.get(row["event_key"]))
                or _record_address(facts.CASE_PAGE, cases.get(row["case_key"]))
            ),
        }
        for row in rows
    ]


def _record_address(page: facts.RecordPage | None, argument: str | None) -> str:
    """The address of a record; nothing where the reader sees none."""
    return reverse(page.name, args=[argument]) if page and argument else ""


def _short_pseudonym(key: int | None) -> str:
    """A pseudonym short enough to compare two by eye."""
    return "" if key is None else f"{key & 0xFFFFFFFF:08x}"
