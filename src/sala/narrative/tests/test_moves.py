"""Every move of a year's report, from every state, by every role of both seats.

It has no steps: what it is follows from the edits there are and the texts that were signed.
Whoever opened it and approved it first is the analyst of the opening agency: the second of
the two people is not.
"""

import hashlib

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from tests.moves import MoveTable
from tests.moves.stage import check_commit, undone

from sala.access.ledger import record
from sala.access.permissions import RefusedError, may
from sala.access.roles import Role
from sala.desk.approvals import signed_as
from sala.kit.states import NotAllowedError
from sala.narrative import actions, policy
from sala.narrative.models import YearReportEdit, YearReportText
from sala.narrative.queries import year_reports as queries
from sala.narrative.states import YEAR_REPORT

SEATS = {"opener": "own", "other": "other"}
REFUSED = (RefusedError, ObjectDoesNotExist, NotAllowedError)
TEXT = "The whole report."
MOVES = ("edit", "approve")

pytestmark = pytest.mark.django_db


def page_of(by, key):
    """The report as whoever may sees it."""
    return queries.year_report(by=by, key=key) if may(by, policy.VIEW) else None


def edit(by, at, key):
    """Add a sentence."""
    told = {"room": "protection", "text": "Shelters are open at night."}
    actions.add_sentence(by=by, at=at, report=key, **told)


def approve(by, at, key):
    """Stand by the text as it is."""
    page = page_of(by, key)
    seen = page.digest if page else ""
    actions.approve_report(by=by, at=at, report=key, seen=seen)


def write_edit(by, at, key):
    """Write an edit past the action."""
    enter(by, key)
    YearReportEdit.objects.create(
        report_id=key,
        kind="added",
        room="protection",
        text="Shelters are open at night.",
        made_by_id=by.user,
        made_at=at,
    )


def sign(by, at, key):
    """Sign a text past the action: the one that somebody signed, or else a new one."""
    enter(by, key)
    signed = YearReportText.objects.filter(report_id=key)
    if signed.exists():
        half = signed.filter(second_at=None)
        if not half.update(**signed_as("second", by, at)):
            raise ObjectDoesNotExist
        return
    YearReportText.objects.create(
        report_id=key,
        edits=YearReportEdit.objects.filter(report_id=key).count(),
        content=TEXT,
        digest=hashlib.sha256(TEXT.encode()).hexdigest(),
        snapshot_id=YearReportEdit.objects.filter(report_id=key)
        .exclude(snapshot=None)
        .values_list("snapshot", flat=True)
        .first(),
        **signed_as("first", by, at),
    )


def enter(by, key):
    """The entry without which a change is refused at commit."""
    record(by=by, action="test.tried", kind="year_report", subject=key)


def goes(way, by, at, key):
    """Whether a way goes; nothing of it stays."""
    try:
        with undone():
            way(by, at, key)
            check_commit()
    except (*REFUSED, DatabaseError):
        return False
    return True


def state_after(way, by, at, key):
    """The state that an action leaves; nothing where it is refused."""
    try:
        with undone():
            way(by, at, key)
            check_commit()
            return page_of(by, key).row.state
    except REFUSED:
        return ""


def offered_of(by, key):
    """What the page of a report offers."""
    page = page_of(by, key)
    if page is None:
        return set()
    told = {"agency": page.row.agency_id, "state": page.row.state}
    offers = {"edit": policy.may_edit(by, **told), "approve": page.approve}
    return {move for move, decision in offers.items() if decision}


def test_the_table_has_every_move():
    table = MoveTable.read("year_report")
    assert table.steps == {(m.before, m.name, m.after) for m in YEAR_REPORT.moves}


@pytest.mark.parametrize("state", YEAR_REPORT.all)
def test_each_move_goes_as_the_table_says(state, frozen, opened, actor, now):
    key, table, wrong = opened(), MoveTable.read("year_report"), []
    for role in (Role.ANALYST, Role.OVERSIGHT)[: YEAR_REPORT.all.index(state)]:
        with actor(role) as by:
            approve(by, now, key)
    for seat, side in SEATS.items():
        for role in Role:
            with actor(role, side) as by:
                for move, action, sql in zip(
                    MOVES,
                    (edit, approve),
                    (write_edit, sign),
                    strict=True,
                ):
                    row = table.find(move, state, seat, role)
                    after = state_after(action, by, now, key)
                    if after != (row.after if row else ""):
                        wrong.append(f"{role}@{seat}: {move}: {after or 'refused'}")
                    if goes(sql, by, now, key) != (row is not None):
                        wrong.append(f"{role}@{seat}: {move} as SQL")
                offered = offered_of(by, key)
                rows = table.rows_of(seat, role)
                if offered != {row.move for row in rows if row.before == state}:
                    wrong.append(f"{role}@{seat}: offered {offered}")
    assert wrong == []
