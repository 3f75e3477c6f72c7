"""Pages of `figures`."""

from tests.table.rows import OVERSIGHT, PROTECTION, SUPERVISOR, Row, same

from sala.access.roles import Role

ANALYST = Role.ANALYST
READS = frozenset({ANALYST, SUPERVISOR, OVERSIGHT, PROTECTION})


def of_figure(roles: frozenset[Role], **more: str) -> Row:
    """A page of one figure, which every agency sees alike."""
    return Row(roles, roles, (200,), (("code", "figure"), *more.items()))


TABLE = {
    "list_figures": same(READS),
    "renew_facts": same(frozenset({ANALYST})),
    "show_figure": of_figure(READS),
    "list_events": of_figure(frozenset({ANALYST, OVERSIGHT})),
    "download_figure": of_figure(READS, form="file_form"),
}
POSTS = {"renew_facts": {}}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """A figure is in no table: its code names it."""
    return {"figure": "victims_identified", "file_form": "csv"}
