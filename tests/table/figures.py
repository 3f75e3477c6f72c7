"""Pages of `figures`."""

from tests.table.rows import OVERSIGHT, PROTECTION, SUPERVISOR, Row, same

from sala.access.roles import Role
from sala.facts.actions import export_record
from sala.facts.places import facts_folder
from sala.figures.actions import prepare_snapshot

ANALYST = Role.ANALYST
READS = frozenset({ANALYST, SUPERVISOR, OVERSIGHT, PROTECTION})


def of_figure(roles: frozenset[Role], **more: str) -> Row:
    """A page of one figure, which every agency sees alike."""
    return Row(roles, roles, (200,), (("code", "figure"), *more.items()))


TABLE = {
    "list_figures": same(READS),
    "renew_facts": same(frozenset({ANALYST})),
    "state_coverage": same(frozenset({ANALYST})),
    "list_snapshots": same(frozenset({ANALYST, OVERSIGHT})),
    "prepare_snapshot": same(frozenset({ANALYST})),
    "show_snapshot": Row(
        frozenset({ANALYST, OVERSIGHT}),
        frozenset({ANALYST, OVERSIGHT}),
        (200,),
        (("snapshot", "snapshot"),),
    ),
    "show_figure": of_figure(READS),
    "list_events": of_figure(frozenset({ANALYST, OVERSIGHT})),
    "download_figure": of_figure(READS, form="file_form"),
}
POSTS: dict[str, dict[str, str]] = {}  # figures are the country's, not an agency's


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """A figure is in no table: its code names it. And a year that was frozen."""
    with actor(ANALYST) as by:
        export_record(by=by, at=now, folder=facts_folder())
        frozen = prepare_snapshot(by=by, at=now, year=now.year)
    return {"figure": "victims_identified", "file_form": "csv", "snapshot": str(frozen)}
