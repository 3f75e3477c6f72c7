"""How the report of a year is opened, edited and approved, on figures that two people froze.

What it is follows from the edits there are and the texts that were signed. Whoever opened it and
approved it first is the analyst of the opening agency: the second of the two people is not.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.test import override_settings
from tests.moves.stage import MovedNoun, Stage

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Role
from sala.desk.approvals import signed_as
from sala.figures import actions as figures
from sala.figures.tests.countries import facts_in
from sala.narrative import actions, policy
from sala.narrative.models import YearReportEdit, YearReportStep, YearReportText
from sala.narrative.queries import year_reports as queries
from sala.narrative.queries.year_reports import YearReportPage

YEAR = 2018
TEXT = "The whole report."
ADDED = {"room": "protection", "text": "Shelters are open at night."}


def freeze_figures(stage: Stage) -> None:
    """Freeze the figures of the year, by two people."""
    with TemporaryDirectory() as folder, override_settings(FACTS=Path(folder)):
        facts_in(Path(folder), [])
        with stage.enter(Role.ANALYST, "own") as by:
            frozen = figures.prepare_snapshot(by=by, at=stage.at, year=YEAR)
        with stage.enter(Role.OVERSIGHT, "own") as by:
            figures.approve_snapshot(by=by, at=stage.at, snapshot=frozen)


def open_report(stage: Stage, by: Actor) -> UUID:
    """Open the report of the year on its frozen figures."""
    freeze_figures(stage)
    return actions.open_report(by=by, at=stage.at, year=YEAR, language="en")


def page_of(by: Actor, key: UUID) -> YearReportPage | None:
    """The report as whoever may sees it."""
    return queries.year_report(by=by, key=key) if may(by, policy.VIEW) else None


def edit(by: Actor, at: datetime, key: UUID) -> None:
    """Add a sentence."""
    actions.add_sentence(by=by, at=at, report=key, **ADDED)


def approve(by: Actor, at: datetime, key: UUID) -> None:
    """Stand by the text as it is."""
    page = page_of(by, key)
    seen = page.digest if page else ""
    actions.approve_report(by=by, at=at, report=key, seen=seen)


def write_edit(by: Actor, at: datetime, key: UUID) -> None:
    """Write an edit past the action."""
    told = {"kind": "added", "made_by_id": by.user, "made_at": at, **ADDED}
    YearReportEdit.objects.create(report_id=key, **told)


def sign_text(by: Actor, at: datetime, key: UUID) -> None:
    """Sign a text past the action: the one that somebody signed, or else a new one."""
    signed = YearReportText.objects.filter(report_id=key)
    if signed.exists():
        signed.filter(second_at=None).update(**signed_as("second", by, at))
        return
    edits = YearReportEdit.objects.filter(report_id=key)
    frozen = edits.exclude(snapshot=None).values_list("snapshot", flat=True)
    YearReportText.objects.create(
        report_id=key,
        edits=edits.count(),
        content=TEXT,
        digest=hashlib.sha256(TEXT.encode()).hexdigest(),
        snapshot_id=frozen.first(),
        **signed_as("first", by, at),
    )


def offered_of_report(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a report offers."""
    page = page_of(by, key)
    if page is None:
        return None
    told = {"agency": page.row.agency_id, "state": page.row.state}
    offers = {"edit": policy.may_edit(by, **told), "approve": page.approve}
    return {move for move, decision in offers.items() if decision}


REPORT = MovedNoun(
    name="year_report",
    steps=YearReportStep,
    seats={"opener": "own", "other": "other"},
    nobody="",
    begin=open_report,
    moves={"edit": edit, "approve": approve},
    prepare={"edit": write_edit, "approve": sign_text},
    offered=offered_of_report,
)

NOUNS = (REPORT,)
