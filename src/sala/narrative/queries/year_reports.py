"""The country's report of a year: as it stands, what was done to it, and what was
approved.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import Decision, may, require
from sala.access.queries import local
from sala.figures import queries as figures
from sala.figures.definitions import VERSION
from sala.figures.models import Snapshot
from sala.narrative import policy
from sala.narrative.models import YearReport, YearReportEdit, YearReportText
from sala.narrative.states import YEAR_REPORT
from sala.narrative.writing import editing, reports
from sala.narrative.writing.compose import Piece, Section, Written
from sala.narrative.writing.editing import Difference, Edit, Line


@dataclass(frozen=True)
class Signature:
    """One of the two approvals: who gave it, in which role, for which agency."""

    user: UUID
    name: str
    role: str
    agency: dict[
        str,
        str,
    ]  # its names, for a document in another language than the page
    at: datetime


@dataclass(frozen=True)
class YearReportRow:
    """One version of a report."""

    id: UUID
    year: int
    language: str
    version: int
    state: str
    reason: str
    agency_id: UUID
    agency: str
    opened_by: str
    opened_at: datetime
    first: Signature | None
    second: Signature | None


@dataclass(frozen=True)
class Basis:
    """What the sentences are composed from: frozen figures, or the facts as they are
    now.
    """

    snapshot: UUID | None
    facts_hash: str
    as_of: str
    definitions: str


@dataclass(frozen=True)
class YearReportPage:
    """One report as it stands."""

    row: YearReportRow
    basis: Basis
    lines: tuple[Line, ...]
    draft: tuple[
        Line,
        ...,
    ]  # the same beside their figures, those left out too; none once approved
    changed: tuple[Difference, ...]  # against the version that it follows
    follows: YearReportRow | None
    history: tuple[Edit, ...]
    content: str
    digest: str
    approve: Decision
    edit: Decision

    @property
    def unexplained(self) -> int:
        """How many numbers of no figure nobody acknowledged."""
        return sum(len(line.unexplained) for line in self.lines)


def year_reports(*, by: Actor) -> list[YearReportRow]:
    """Every version of every report, the latest year and version first."""
    require(may(by, policy.VIEW))
    rows = _rows().order_by("-year", "language", "-version")
    return [_row(row) for row in rows]


def year_report(*, by: Actor, key: UUID) -> YearReportPage | None:
    """One report: the text that was approved, or the draft as its figures and edits
    make it now.
    """
    require(may(by, policy.VIEW))
    report = _rows().filter(id=key).first()
    return None if report is None else _page(report, by)


def waiting_for(*, by: Actor) -> list[YearReportRow]:
    """Reports that one person approved and that the actor may approve as the second."""
    if not may(by, policy.APPROVE):
        return []
    half = [row for row in year_reports(by=by) if row.state == "half_approved"]
    return [
        row
        for row in half
        if row.first
        and row.first.user != by.user_id
        and by.user_id not in worked_on(row.id)
    ]


def snapshots_for(*, by: Actor, year: int) -> list[figures.SnapshotRow]:
    """Frozen figures of a year that two people stand by, the latest first."""
    return [row for row in figures.snapshot_rows(by=by, year=year) if row.approved_at]


def worked_on(report: UUID) -> frozenset[UUID]:
    """Who opened or edited this version."""
    edited = YearReportEdit.objects.filter(report_id=report).values_list(
        "made_by_id",
        flat=True,
    )
    opened = YearReport.objects.filter(id=report).values_list("opened_by_id", flat=True)
    return frozenset([*edited, *opened])


def latest(*, year: int, language: str) -> tuple[YearReport, str] | None:
    """The last version of a report and its state."""
    row = _rows().filter(year=year, language=language).order_by("-version").first()
    return None if row is None else (row, _row(row).state)


def _rows() -> QuerySet[YearReport]:
    return YearReport.objects.select_related("agency", "opened_by").prefetch_related(
        "texts",
    )


def _row(report: YearReport) -> YearReportRow:
    text = _text(report)
    state = YEAR_REPORT.initial
    if text is not None:
        state = "approved" if text.second_at else "half_approved"
    return YearReportRow(
        id=report.id,
        year=report.year,
        language=report.language,
        version=report.version,
        state=state,
        reason=report.reason,
        agency_id=report.agency_id,
        agency=local(report.agency.names),
        opened_by=report.opened_by.full_name,
        opened_at=report.opened_at,
        first=_first(text) if text else None,
        second=_second(text) if text and text.second_at else None,
    )


def _text(report: YearReport) -> YearReportText | None:
    """The text that was approved, or that waits for its second approval; none that was
    edited.
    """
    edits = report.edits.count()
    texts = report.texts.select_related(
        "first_by",
        "first_agency",
        "second_by",
        "second_agency",
        "snapshot",
    ).filter(edits=edits)
    return texts.order_by("second_at", "-first_at").first()


def _first(text: YearReportText) -> Signature:
    return Signature(
        text.first_by_id,
        text.first_by.full_name,
        text.first_role,
        text.first_agency.names,
        text.first_at,
    )


def _second(text: YearReportText) -> Signature:
    assert text.second_by and text.second_agency and text.second_at  # noqa: S101, PT018 asked before
    return Signature(
        text.second_by.id,
        text.second_by.full_name,
        text.second_role,
        text.second_agency.names,
        text.second_at,
    )


def _page(report: YearReport, by: Actor) -> YearReportPage:
    row, text = _row(report), _text(report)
    history = tuple(_edits(report))
    basis = _basis(report, text, by)
    draft = lines = _draft(report, row, basis, by)
    content = _content(row, basis, lines)
    if text is not None:
        content, lines = text.content, _kept_lines(text.content)
    follows = (
        _rows().filter(id=report.follows_id).first() if report.follows_id else None
    )
    standing = policy.Standing(
        state=row.state,
        frozen=basis.snapshot is not None,
        unexplained=sum(len(line.unexplained) for line in lines),
        first_by=row.first.user if row.first else None,
        worked=worked_on(report.id),
    )
    return YearReportPage(
        row=row,
        basis=basis,
        lines=lines,
        draft=draft,
        changed=_changed(follows, lines),
        follows=_row(follows) if follows else None,
        history=history,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        approve=policy.may_approve(by, standing),
        edit=policy.may_edit(
            by,
            agency=report.agency_id,
            state=row.state,
        ),
    )


def _basis(report: YearReport, text: YearReportText | None, by: Actor) -> Basis:
    snapshot = text.snapshot if text else _chosen(report)
    if snapshot is not None:
        return Basis(
            snapshot.id,
            snapshot.facts_hash,
            snapshot.facts_as_of,
            snapshot.definitions,
        )
    now = figures.facts_manifest()
    return Basis(
        None, now.facts_hash if now else "", str(now.as_of) if now else "", VERSION
    )


def _chosen(report: YearReport) -> Snapshot | None:
    last = (
        report.edits.select_related("snapshot")
        .filter(kind=editing.CHOSEN)
        .order_by("-id")
        .first()
    )
    return last.snapshot if last else None


def _composed(report: YearReport, basis: Basis, by: Actor) -> tuple[Section, ...]:
    found = None
    if basis.snapshot is not None:
        found = figures.approved_answers(by=by, key=basis.snapshot)
    if found is None:
        found = figures.answers_from_facts(reports.years_of(report.year))
    return reports.composed(
        found,
        year=report.year,
        language=report.language,
    )


def _draft(
    report: YearReport,
    row: YearReportRow,
    basis: Basis,
    by: Actor,
) -> tuple[Line, ...]:
    """The sentences beside their figures; of an approved report nothing is composed any
    more.
    """
    if row.state == "approved":
        return ()
    return editing.lines(_composed(report, basis, by), _carried(report), row.language)


def _carried(report: YearReport) -> Iterable[Edit]:
    """Every edit of this version and of those that it follows, in order."""
    chain = YearReportEdit.objects.filter(
        report__year=report.year,
        report__language=report.language,
        report__version__lte=report.version,
    )
    return _as_edits(chain)


def _edits(report: YearReport) -> Iterable[Edit]:
    return _as_edits(YearReportEdit.objects.filter(report=report))


def _as_edits(rows: QuerySet[YearReportEdit]) -> list[Edit]:
    return [
        Edit(
            kind=e.kind,
            sentence=e.sentence,
            room=e.room,
            after=e.after,
            text=e.text,
            composed=e.composed,
            numbers=tuple(e.numbers),
            reason=e.reason,
            id=e.id,
            name=e.made_by.full_name,
            at=e.made_at,
        )
        for e in rows.select_related("made_by").order_by("id")
    ]


def _changed(
    follows: YearReport | None,
    lines: Sequence[Line],
) -> tuple[Difference, ...]:
    text = _text(follows) if follows else None
    if text is None:
        return ()
    before = editing.as_sections(_kept_lines(text.content))
    return tuple(editing.differences(before, editing.as_sections(lines)))


def _content(row: YearReportRow, basis: Basis, lines: Iterable[Line]) -> str:
    """The whole report as it would be approved, always the same text for the same
    report.
    """
    said: dict[str, Any] = {
        "year": row.year,
        "language": row.language,
        "version": row.version,
        "reason": row.reason,
        "country": reports.country_in(row.language),
        "snapshot": str(basis.snapshot) if basis.snapshot else None,
        "facts": basis.facts_hash,
        "as_of": basis.as_of,
        "definitions": basis.definitions,
        "sentences": [
            {
                "code": line.code,
                "room": line.room,
                "kind": line.kind,
                "pieces": [
                    [p.text, p.figure, p.year, p.by, p.key, p.value]
                    for p in line.pieces
                ],
                "numbers": list(line.wrong),
                "reason": line.reason,
            }
            for line in lines
            if line.stands
        ],
    }
    return json.dumps(
        said,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _kept_lines(content: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            code=said["code"],
            room=said["room"],
            kind=said["kind"],
            pieces=tuple(Piece(*piece) for piece in said["pieces"]),
            wrong=tuple(said["numbers"]),
            reason=said["reason"],
        )
        for said in json.loads(content)["sentences"]
    )


def sections_of(page: YearReportPage) -> tuple[Section, ...]:
    """The text as a document takes it."""
    return tuple(
        Section(
            section.room,
            tuple(Written(s.code, s.pieces) for s in section.sentences),
        )
        for section in editing.as_sections(page.lines)
    )
