"""Pages of `narrative`."""

from tests.table.rows import record, same

from sala.access.roles import Role
from sala.narrative import actions
from sala.narrative.models import QuotedFigure
from sala.narrative.reading.report import read

ANALYST = frozenset({Role.ANALYST})
TEXT = "Courts convicted 12 traffickers in 2018. Villages own 40 boats."

TABLE = {
    "list_narratives": same(ANALYST),
    "read_narrative": same(ANALYST),
    "show_narrative": record(ANALYST, report="narrative"),
    "add_figure": record(ANALYST, report="narrative"),
    "review_figure": record(ANALYST, figure="quoted_figure"),
}
POSTS = {
    "add_figure": {"quote": "40", "measure": "shelters", "value": "40", "year": "2018"},
    "review_figure": {"verdict": "accepted"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One report with one figure."""
    with actor(Role.ANALYST) as by:
        reading = read(TEXT, country="LAO", year=2019)
        key = actions.keep_reading(by=by, at=now, reading=reading, title="LAO-2019.txt")
        figure = QuotedFigure.objects.get(report_id=key)
    return {"narrative": str(key), "quoted_figure": str(figure.id)}
