"""The country's assessment of a year: as it stands, its evidence, and what was
approved.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import Decision, may, require
from sala.countries.queries import in_language
from sala.kit.rows import row_of
from sala.partnership.models import Assessment, AssessmentEntry, AssessmentText
from sala.partnership.policy import ASSESS, AssessmentStanding, may_approve
from sala.partnership.queries.evidence import FileRow, file_of
from sala.partnership.queries.items import AssessmentItem, assessment_items
from sala.partnership.queries.steps import VIEW
from sala.partnership.rules import assessments as rules


@dataclass(frozen=True)
class ApprovalSignature:
    """One of the two approvals."""

    user: UUID
    name: str
    role: str
    agency: str
    at: datetime


@dataclass(frozen=True)
class AssessmentRow:
    """One version of the assessment of a year."""

    id: UUID
    year: int
    version: int
    reason: str
    state: str
    agency_id: UUID
    agency: str
    opened_by: str
    first: ApprovalSignature | None
    second: ApprovalSignature | None


@dataclass(frozen=True)
class EvidenceRow:
    """A figure by its code and year, frozen or not, or a document, with the hash of its
    file.
    """

    id: int
    kind: str
    figure: str
    figure_year: int | None
    snapshot: UUID | None
    document: str
    place: str
    dated_on: date | None
    file_hash: str
    file: FileRow | None
    by: str
    at: datetime


@dataclass(frozen=True)
class ItemRow:
    """A standard or indicium as it is judged, beside last year's judgement. `seen` is
    the last judgement of it, 0 where there is none.
    """

    item: AssessmentItem
    verdict: str
    reasons: str
    judged_by: str
    judged_at: datetime | None
    seen: int
    evidence: tuple[EvidenceRow, ...]
    before: str
    before_reasons: str

    @property
    def change(self) -> str:
        """Whether it is better than last year."""
        return rules.judgement_change(self.before, self.verdict)

    @property
    def gap(self) -> bool:
        """Whether it cannot be approved so."""
        return rules.has_gap(self.verdict, len(self.evidence))


@dataclass(frozen=True)
class AssessmentPage:
    """One assessment as it stands."""

    row: AssessmentRow
    items: tuple[ItemRow, ...]
    before: AssessmentRow | None
    entries: int
    content: str
    digest: str
    approve: Decision
    edits: bool

    def item(self, code: str) -> ItemRow | None:
        """One standard or indicium."""
        return next((row for row in self.items if row.item.code == code), None)


def load_assessments(*, by: Actor) -> list[AssessmentRow]:
    """Every version of every assessment that the asker may see, the latest first."""
    require(may(by, VIEW))
    return [
        _assessment_row(row)
        for row in _assessments_shown().order_by("-year", "-version")
    ]


def load_assessment(*, by: Actor, key: UUID) -> AssessmentPage | None:
    """One assessment, judged and not judged, beside the one of the year before."""
    require(may(by, VIEW))
    found = _assessments_shown().filter(id=key).first()
    return _assessment_page(found, by) if found else None


def latest_of(year: int) -> AssessmentRow | None:
    """The last version of a year that the session sees."""
    found = _assessments_shown().filter(year=year).order_by("-version").first()
    return _assessment_row(found) if found else None


def waiting_for(*, by: Actor) -> list[AssessmentRow]:
    """Assessments that one person approved and that the actor may approve as the
    second.
    """
    half = [row for row in load_assessments(by=by) if row.state == "half_approved"]
    pages = [_assessment_page(_assessments_shown().get(id=row.id), by) for row in half]
    return [page.row for page in pages if page.approve]


def _assessments_shown() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("agency", "opened_by")


def _assessment_row(row: Assessment) -> AssessmentRow:
    people = ("first_by", "first_agency", "second_by", "second_agency")
    texts = list(row.texts.select_related(*people).order_by("-first_at"))
    done = next((t for t in texts if t.second_at), None)
    half = None if done else _half_approved_text(row, texts)
    told = done or half
    return row_of(
        AssessmentRow,
        row,
        state="draft" if row.state == "half_approved" and not half else row.state,
        agency=in_language(row.agency.names),
        opened_by=row.opened_by.full_name,
        first=_first_signature(told) if told else None,
        second=_second_signature(done) if done else None,
    )


def _half_approved_text(
    row: Assessment, texts: Iterable[AssessmentText]
) -> AssessmentText | None:
    """The text of one person that the assessment still says, word for word."""
    if row.state != "half_approved":
        return None
    entries = _assessment_entries(row.id)
    held = [text for text in texts if text.entries == len(entries)]
    if not held:
        return None
    digest = _content_digest(as_text(row, _item_rows(entries, {})))
    return next((text for text in held if text.digest == digest), None)


def _first_signature(text: AssessmentText) -> ApprovalSignature:
    agency = in_language(text.first_agency.names)
    name = text.first_by.full_name
    return ApprovalSignature(
        text.first_by_id,
        name,
        text.first_role,
        agency,
        text.first_at,
    )


def _second_signature(text: AssessmentText) -> ApprovalSignature:
    assert text.second_by and text.second_agency and text.second_at  # noqa: S101, PT018 a constraint
    agency, name = in_language(text.second_agency.names), text.second_by.full_name
    return ApprovalSignature(
        text.second_by.id,
        name,
        text.second_role,
        agency,
        text.second_at,
    )


def _assessment_page(found: Assessment, by: Actor) -> AssessmentPage:
    row = _assessment_row(found)
    entries = _assessment_entries(found.id)
    before = latest_of(found.year - 1)
    past = _last_judgements(_assessment_entries(before.id)) if before else {}
    rows = _item_rows(entries, past)
    content = as_text(found, rows)
    standing = AssessmentStanding(
        state=row.state,
        gaps=sum(each.gap for each in rows),
        unfrozen=sum(
            e.kind == "figure" and not e.snapshot for i in rows for e in i.evidence
        ),
        first_by=row.first.user if row.first else None,
        worked=frozenset(
            [found.opened_by_id, *(entry.made_by_id for entry in entries)],
        ),
    )
    return AssessmentPage(
        row=row,
        items=rows,
        before=before,
        entries=len(entries),
        content=content,
        digest=_content_digest(content),
        approve=may_approve(by, standing),
        edits=bool(may(by, ASSESS))
        and row.agency_id == by.agency_id
        and row.state != "approved",
    )


def _assessment_entries(assessment: UUID) -> list[AssessmentEntry]:
    rows = AssessmentEntry.objects.filter(assessment_id=assessment).order_by("id")
    return list(rows.select_related("made_by", "file").defer("file__sealed"))


def _last_judgements(entries: Iterable[AssessmentEntry]) -> dict[str, AssessmentEntry]:
    """The last judgement of each item."""
    return {entry.item: entry for entry in entries if entry.kind == "judged"}


def _evidence_by_item(
    entries: Iterable[AssessmentEntry],
) -> dict[str, list[EvidenceRow]]:
    """The evidence of each item without what was removed."""
    entries = list(entries)
    gone = {entry.removes_id for entry in entries}
    found: dict[str, list[EvidenceRow]] = {}
    for entry in entries:
        if entry.kind in {"figure", "document"} and entry.id not in gone:
            found.setdefault(entry.item, []).append(_evidence_row(entry))
    return found


def _evidence_row(entry: AssessmentEntry) -> EvidenceRow:
    return row_of(
        EvidenceRow,
        entry,
        file=file_of(entry),
        by=entry.made_by.full_name,
        at=entry.made_at,
    )


def _item_rows(
    entries: list[AssessmentEntry],
    past: dict[str, AssessmentEntry],
) -> tuple[ItemRow, ...]:
    """Every standard and indicium as it is judged by these entries."""
    judged, evidence = _last_judgements(entries), _evidence_by_item(entries)
    return tuple(_item_row(item, judged, evidence, past) for item in assessment_items())


def _item_row(
    item: AssessmentItem,
    judged: dict[str, AssessmentEntry],
    evidence: dict[str, list[EvidenceRow]],
    past: dict[str, AssessmentEntry],
) -> ItemRow:
    now, before = judged.get(item.code), past.get(item.code)
    return ItemRow(
        item=item,
        verdict=now.verdict if now else "",
        reasons=now.reasons if now else "",
        judged_by=now.made_by.full_name if now else "",
        judged_at=now.made_at if now else None,
        seen=now.id if now else 0,
        evidence=tuple(evidence.get(item.code, ())),
        before=before.verdict if before else "",
        before_reasons=before.reasons if before else "",
    )


def _content_digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _evidence_approved(piece: EvidenceRow) -> dict[str, object]:
    """Evidence as it is approved. Without a file nothing is said of one, as before
    there were any: what one person approved then stands.
    """
    said: dict[str, object] = {
        "figure": piece.figure,
        "year": piece.figure_year,
        "snapshot": str(piece.snapshot or ""),
        "document": piece.document,
        "place": piece.place,
        "dated_on": piece.dated_on.isoformat() if piece.dated_on else "",
    }
    return said | ({"file": piece.file_hash} if piece.file_hash else {})


def as_text(row: Assessment, rows: Iterable[ItemRow]) -> str:
    """The whole assessment as one text, of which the approvals keep the hash."""
    told = [
        {
            "item": each.item.code,
            "verdict": each.verdict,
            "reasons": each.reasons,
            "evidence": [_evidence_approved(piece) for piece in each.evidence],
        }
        for each in rows
    ]
    content = {
        "year": row.year,
        "version": row.version,
        "items": told,
    }
    return json.dumps(
        content,
        ensure_ascii=False,
        indent=1,
    )
