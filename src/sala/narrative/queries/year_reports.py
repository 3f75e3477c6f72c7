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
from sala.countries.queries import in_language
from sala.figures import queries as figures
from sala.figures.definitions import VERSION
from sala.figures.models import Snapshot
from sala.kit.rows import row_of
from sala.narrative import policy
from sala.narrative.models import YearReport, YearReportEdit, YearReportText
from sala.narrative.queries.report_edits import carried_edits, version_edits
from sala.narrative.writing import editing, reports
from sala.narrative.writing.compose import ReportSection, SentencePiece, WrittenSentence
from sala.narrative.writing.editing import DraftSentence, ReportEdit, VersionDifference


@dataclass(frozen=True)
class ReportSignature:
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
    first: ReportSignature | None
    second: ReportSignature | None


@dataclass(frozen=True)
class ReportBasis:
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
    basis: ReportBasis
    lines: tuple[DraftSentence, ...]
    draft: tuple[
        DraftSentence,
        ...,
    ]  # the same beside their figures, those left out too; none once approved
    changed: tuple[VersionDifference, ...]  # against the version that it follows
    follows: YearReportRow | None
    history: tuple[ReportEdit, ...]
    content: str
    digest: str
    approve: Decision
    edit: Decision

    @property
    def unexplained_count(self) -> int:
        """How many numbers of no figure nobody acknowledged."""
        return sum(len(line.unexplained) for line in self.lines)


def year_reports(*, by: Actor) -> list[YearReportRow]:
    """Every version of every report, the latest year and version first."""
    require(may(by, policy.VIEW))
    rows = _visible_reports().order_by("-year", "language", "-version")
    return [_version_row(row) for row in rows]


def year_report(*, by: Actor, key: UUID) -> YearReportPage | None:
    """One report: the text that was approved, or the draft as its figures and edits
    make it now.
    """
    require(may(by, policy.VIEW))
    report = _visible_reports().filter(id=key).first()
    return None if report is None else _report_page(report, by)


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


def latest_version(*, year: int, language: str) -> tuple[YearReport, str] | None:
    """The last version of a report and its state."""
    row = (
        _visible_reports()
        .filter(year=year, language=language)
        .order_by("-version")
        .first()
    )
    return None if row is None else (row, _version_row(row).state)


def _visible_reports() -> QuerySet[YearReport]:
    return YearReport.objects.select_related("agency", "opened_by").prefetch_related(
        "texts",
    )


def _version_row(report: YearReport) -> YearReportRow:
    text = _approved_text(report)
    return row_of(
        YearReportRow,
        report,
        agency=in_language(report.agency.names),
        opened_by=report.opened_by.full_name,
        first=_first_signature(text) if text else None,
        second=_second_signature(text) if text and text.second_at else None,
    )


def _approved_text(report: YearReport) -> YearReportText | None:
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


def _first_signature(text: YearReportText) -> ReportSignature:
    return ReportSignature(
        text.first_by_id,
        text.first_by.full_name,
        text.first_role,
        text.first_agency.names,
        text.first_at,
    )


def _second_signature(text: YearReportText) -> ReportSignature:
    assert text.second_by and text.second_agency and text.second_at  # noqa: S101, PT018 asked before
    return ReportSignature(
        text.second_by.id,
        text.second_by.full_name,
        text.second_role,
        text.second_agency.names,
        text.second_at,
    )


def _report_page(report: YearReport, by: Actor) -> YearReportPage:
    row, text = _version_row(report), _approved_text(report)
    history = tuple(version_edits(report))
    basis = _report_basis(report, text, by)
    draft = lines = _draft_lines(report, row, basis, by)
    content = _report_content(row, basis, lines)
    if text is not None:
        content, lines = text.content, _kept_lines(text.content)
    follows = (
        _visible_reports().filter(id=report.follows_id).first()
        if report.follows_id
        else None
    )
    standing = policy.ApprovalStanding(
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
        changed=_changed_sentences(follows, lines),
        follows=_version_row(follows) if follows else None,
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


def _report_basis(
    report: YearReport, text: YearReportText | None, by: Actor
) -> ReportBasis:
    snapshot = text.snapshot if text else _chosen_snapshot(report)
    if snapshot is not None:
        return ReportBasis(
            snapshot.id,
            snapshot.facts_hash,
            snapshot.facts_as_of,
            snapshot.definitions,
        )
    now = figures.facts_manifest()
    return ReportBasis(
        None, now.facts_hash if now else "", str(now.as_of) if now else "", VERSION
    )


def _chosen_snapshot(report: YearReport) -> Snapshot | None:
    last = (
        report.edits.select_related("snapshot")
        .filter(kind=editing.CHOSEN)
        .order_by("-id")
        .first()
    )
    return last.snapshot if last else None


def _compose_sections(
    report: YearReport, basis: ReportBasis, by: Actor
) -> tuple[ReportSection, ...]:
    found = None
    if basis.snapshot is not None:
        found = figures.approved_answers(by=by, key=basis.snapshot)
    if found is None:
        found = figures.answers_from_facts(reports.years_of(report.year))
    return reports.compose_year(
        found,
        year=report.year,
        language=report.language,
    )


def _draft_lines(
    report: YearReport,
    row: YearReportRow,
    basis: ReportBasis,
    by: Actor,
) -> tuple[DraftSentence, ...]:
    """The sentences beside their figures; of an approved report nothing is composed any
    more.
    """
    if row.state == "approved":
        return ()
    return editing.draft_sentences(
        _compose_sections(report, basis, by), carried_edits(report), row.language
    )


def _changed_sentences(
    follows: YearReport | None,
    lines: Sequence[DraftSentence],
) -> tuple[VersionDifference, ...]:
    text = _approved_text(follows) if follows else None
    if text is None:
        return ()
    before = editing.as_sections(_kept_lines(text.content))
    return tuple(editing.version_differences(before, editing.as_sections(lines)))


def _report_content(
    row: YearReportRow, basis: ReportBasis, lines: Iterable[DraftSentence]
) -> str:
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
            if line.is_in_report
        ],
    }
    return json.dumps(
        said,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _kept_lines(content: str) -> tuple[DraftSentence, ...]:
    return tuple(
        DraftSentence(
            code=said["code"],
            room=said["room"],
            kind=said["kind"],
            pieces=tuple(SentencePiece(*piece) for piece in said["pieces"]),
            wrong=tuple(said["numbers"]),
            reason=said["reason"],
        )
        for said in json.loads(content)["sentences"]
    )


def sections_of(page: YearReportPage) -> tuple[ReportSection, ...]:
    """The text as a document takes it."""
    return tuple(
        ReportSection(
            section.room,
            tuple(WrittenSentence(s.code, s.pieces) for s in section.sentences),
        )
        for section in editing.as_sections(page.lines)
    )
