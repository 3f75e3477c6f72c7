"""The documents themselves that are evidence, and what each is evidence of."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.desk.attachments import RecordAttachmentRow, attachment_rows
from sala.kit.rows import row_of
from sala.partnership.models import (
    AssessmentEntry,
    EvidenceFile,
    EvidenceOf,
    RecommendationStep,
)
from sala.partnership.queries.steps import VIEW

WORDS = dict(EvidenceOf.choices)


@dataclass(frozen=True)
class FileRow:
    """A document that lies with a piece of evidence."""

    id: UUID
    kind: str
    kilobytes: int


@dataclass(frozen=True)
class EvidenceFileRow:
    """A document with what is said of it, and what it is evidence of."""

    file: RecordAttachmentRow
    hash: str
    document: str
    place: str
    dated_on: date | None
    assessment: UUID | None
    item: str
    recommendation: UUID | None
    source: str
    year: int
    number: int

    @property
    def may_take_back(self) -> bool:
        """Whether its giver takes it back here; of an assessment, it goes with the
        evidence.
        """
        return self.recommendation is not None and self.file.may_remove


def file_of(evidence: AssessmentEntry | RecommendationStep) -> FileRow | None:
    """The document that lies with a piece of evidence, where there is one that the
    session sees.
    """
    kept = getattr(evidence, "file", None)
    return FileRow(kept.id, kept.kind, kept.kilobytes) if kept else None


def told_of(kept: EvidenceFile) -> AssessmentEntry | RecommendationStep:
    """The evidence that a document lies with."""
    told = kept.entry or kept.step
    assert told is not None  # noqa: S101 a constraint
    return told


def evidence_file(*, by: Actor, at: datetime, key: UUID) -> EvidenceFileRow | None:
    """One document, for those who read what it is evidence of."""
    require(may(by, VIEW))
    found = EvidenceFile.objects.filter(id=key)
    row = next(
        iter(
            attachment_rows(
                found,
                by=by,
                at=at,
                words=WORDS,
            ),
        ),
        None,
    )
    if row is None:
        return None
    kept = (
        found.defer("sealed")
        .select_related("entry__assessment", "step__recommendation")
        .get()
    )
    told = told_of(kept)
    return (
        _of_entry(row, told)
        if isinstance(told, AssessmentEntry)
        else _of_step(row, told)
    )


def _of_entry(row: RecordAttachmentRow, entry: AssessmentEntry) -> EvidenceFileRow:
    return row_of(
        EvidenceFileRow,
        entry,
        file=row,
        hash=entry.file_hash,
        assessment=entry.assessment_id,
        recommendation=None,
        source="",
        year=entry.assessment.year,
        number=entry.assessment.version,
    )


def _of_step(row: RecordAttachmentRow, step: RecommendationStep) -> EvidenceFileRow:
    return EvidenceFileRow(
        file=row,
        hash=step.file_hash,
        document=step.evidence,
        place="",
        dated_on=None,
        assessment=None,
        item="",
        recommendation=step.recommendation_id,
        source=step.recommendation.source,
        year=step.recommendation.year,
        number=step.recommendation.number,
    )
