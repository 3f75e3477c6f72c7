"""Pages of `figures`."""

from uuid import UUID

from tests.table.rows import (
    OVERSIGHT,
    PROTECTION,
    SUPERVISOR,
    Row,
    record,
    same,
    shared,
)

from sala.access.roles import Role
from sala.facts.actions import export_record, order_export
from sala.facts.places import facts_folder
from sala.figures.actions import prepare_snapshot
from sala.partnership.actions import CitedFigure, cite_figures

ANALYST = Role.ANALYST
READS = frozenset({ANALYST, SUPERVISOR, OVERSIGHT, PROTECTION})


def of_figure(roles: frozenset[Role], **more: str) -> Row:
    """A page of one figure, which every agency sees alike."""
    return Row(roles, roles, (200,), (("code", "figure"), *more.items()))


TABLE = {
    "list_figures": same(READS),
    "renew_facts": same(frozenset({ANALYST})),
    "watch_facts": record(frozenset({ANALYST}), order="facts"),
    "state_coverage": same(frozenset({ANALYST})),
    "list_snapshots": same(frozenset({ANALYST, OVERSIGHT})),
    "prepare_snapshot": same(frozenset({ANALYST})),
    "show_snapshot": Row(
        frozenset({ANALYST, OVERSIGHT}),
        frozenset({ANALYST, OVERSIGHT}),
        (200,),
        (("snapshot", "snapshot"),),
    ),
    "explain_change": Row(
        frozenset({ANALYST, OVERSIGHT}),
        frozenset({ANALYST, OVERSIGHT}),
        (200,),
        (("snapshot", "snapshot"), ("code", "figure")),
    ),
    "cite_figures": shared(
        frozenset({ANALYST}),
        frozenset(),
        assessment="assessment",
        item="item",
    ),
    "change_cited_figures": shared(
        frozenset({ANALYST}),
        frozenset(),
        assessment="assessment",
        item="item",
    ),
    "cited_figures": shared(
        frozenset({ANALYST, OVERSIGHT}),
        frozenset({ANALYST, OVERSIGHT}),
        assessment="assessment",
        item="item",
    ),
    "show_figure": of_figure(READS),
    "list_events": of_figure(frozenset({ANALYST, OVERSIGHT})),
    "download_figure": of_figure(READS, form="file_form"),
}
POSTS = {
    "cite_figures": {"year": "2018", "codes": "victims_identified"},
}  # figures are the country's, not an agency's


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """A figure is in no table: its code names it. And a year that was frozen."""
    with actor(ANALYST) as by:
        export_record(
            by=by,
            at=now,
            folder=facts_folder(),
        )
        frozen = prepare_snapshot(
            by=by,
            at=now,
            year=now.year,
        )
        figure = CitedFigure("victims_identified", now.year)
        cite_figures(
            by=by,
            at=now,
            assessment=UUID(made["assessment"]),
            item=made["item"],
            figures=[figure],
        )
        ordered = order_export(by=by, at=now)
    return {
        "facts": str(ordered),
        "figure": "victims_identified",
        "file_form": "csv",
        "snapshot": str(frozen),
    }
