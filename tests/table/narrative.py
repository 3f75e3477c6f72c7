"""Pages of `narrative`."""

from tests.table.rows import OVERSIGHT, POST_ONLY, Row, record, same, shared

from sala.access.roles import Role
from sala.narrative import actions
from sala.narrative.models import QuotedFigure
from sala_reader import read_report

ANALYST = frozenset({Role.ANALYST})
APPROVES = ANALYST | {OVERSIGHT}
TEXT = "Courts convicted 12 traffickers in 2018. Villages own 40 boats."
SENTENCE = {"report": "year_report", "sentence": "sentence"}


def written(**arguments: str) -> Row:
    """A page that changes a report: for analysts of the agency that opened it."""
    return shared(ANALYST, frozenset(), **arguments)


LINE = {"year": "compared_year", "measure": "compared_measure"}

TABLE = {
    "compare_year": same(ANALYST),
    "download_comparison": shared(ANALYST, ANALYST, form="table_form"),
    "show_difference": record(ANALYST, **LINE),
    "compare_countries": same(ANALYST),
    "download_countries": shared(ANALYST, ANALYST, form="table_form"),
    "list_narratives": same(ANALYST),
    "read_narrative": same(ANALYST),
    "show_narrative": record(ANALYST, report="narrative"),
    "take_over_report": record(ANALYST, report="narrative"),
    "add_figure": record(ANALYST, report="narrative"),
    "dismiss_number": shared(ANALYST, ANALYST, POST_ONLY, report="narrative"),
    "review_figure": record(ANALYST, figure="quoted_figure"),
    "list_year_reports": same(APPROVES),
    "open_year_report": same(ANALYST),
    "find_year_report": Row(
        APPROVES,
        APPROVES,
        (302,),
        (("number", "report_year"), ("language", "report_language")),
    ),
    "show_year_report": shared(APPROVES, APPROVES, report="year_report"),
    "download_year_report": shared(
        APPROVES,
        APPROVES,
        report="year_report",
        form="report_form",
    ),
    "choose_report_figures": written(report="year_report"),
    "add_sentence": written(report="year_report"),
    "edit_sentence": written(**SENTENCE),
    "acknowledge_numbers": written(**SENTENCE),
}
POSTS = {
    "take_over_report": {"source": "TIP", "tier": "on"},
    "add_figure": {
        "quote": "40",
        "measure": "shelters",
        "value": "40",
        "year": "2018",
    },
    "dismiss_number": {"start": str(TEXT.index("40"))},
    "review_figure": {"verdict": "accepted"},
    "show_difference": {
        "reason": "other",
        "words": "They counted twice.",
        "seen": "0",
    },
    "choose_report_figures": {"snapshot": ""},
    "add_sentence": {"place": "protection", "text": "Shelters are open at night."},
    "edit_sentence": {"change": "left_out", "seen": "1"},
    "acknowledge_numbers": {"reason": "The decree says so."},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One report with one figure, and a draft of the year's with a number of no figure."""
    with actor(Role.ANALYST) as by:
        reading = read_report(
            TEXT,
            country="LAO",
            year=2019,
        )
        key = actions.keep_reading(
            by=by,
            at=now,
            reading=reading,
            title="LAO-2019.txt",
        )
        figure = QuotedFigure.objects.get(report_id=key)
        actions.review_figure(
            by=by,
            at=now,
            figure=figure.id,
            verdict="accepted",
        )
        report = actions.open_report(
            by=by,
            at=now,
            year=now.year,
            language="en",
        )
        added = actions.add_sentence(
            by=by,
            at=now,
            report=report,
            room="protection",
            text="Police met 977 buses.",
        )
    return {
        "narrative": str(key),
        "quoted_figure": str(figure.id),
        "year_report": str(report),
        "sentence": added,
        "report_year": str(now.year),
        "report_language": "en",
        "report_form": "html",
        "table_form": "csv",
        "compared_year": "2018",
        "compared_measure": figure.measure,
    }
