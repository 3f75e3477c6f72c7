"""The country's assessment of a year: judged, given evidence, and approved by two
people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import RefusedError, may, require
from sala.desk.approvals import sign_second, signed_as
from sala.kit.periods import FIRST
from sala.kit.saving import chosen, not_later, refuse_on_violation
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.kit.uploaded_files import SentFile
from sala.partnership.actions import common
from sala.partnership.actions.evidence import drop_file, keep_file
from sala.partnership.models import (
    Assessment,
    AssessmentEntry,
    AssessmentText,
    EvidenceOf,
)
from sala.partnership.policy import ASSESS, NOT_FROZEN
from sala.partnership.queries import assessments as queries
from sala.partnership.queries.assessments import AssessmentPage, ItemRow
from sala.partnership.rules.assessments import VERDICTS
from sala.partnership.states import ASSESSMENT

KIND = "assessment"
MOST = 40  # pieces of evidence of one item


@dataclass(frozen=True)
class Judgement:
    """How the country stands by an item, and why. `seen` is the judgement that its
    author saw.
    """

    verdict: str
    reasons: str
    seen: int


@dataclass(frozen=True)
class CitedFigure:
    """A figure of a year; `snapshot` where it is of frozen figures that two people
    approved.
    """

    code: str
    year: int
    snapshot: UUID | None = None


@dataclass(frozen=True)
class CitedDocument:
    """A document, where in it, and the day on it; `file` is the document itself."""

    document: str
    place: str = ""
    dated_on: date | None = None
    file: SentFile | None = None


@transaction.atomic
def open_assessment(
    *,
    by: Actor,
    at: datetime,
    year: int,
    reason: str = "",
) -> UUID:
    """Begin the assessment of a year, or a new version of one that was approved, saying
    why.

    Raises `ValidationError` where one is open already, and for a year that has not
    begun.
    """
    require(may(by, ASSESS))
    if not FIRST <= year <= common.today(at).year:
        raise ValidationError({"year": _("Enter a year that has begun.")})
    before = queries.latest_of(year)
    if before and before.state != "approved":
        raise ValidationError(
            {"year": _("The assessment of this year is open already.")},
        )
    if before and not reason.strip():
        message = _("Say why the approved assessment needs a new version.")
        raise ValidationError({"reason": message})
    made = Assessment(
        year=year,
        version=before.version + 1 if before else 1,
        follows_id=before.id if before else None,
        reason=reason.strip() if before else "",
        agency_id=by.agency,
        opened_by_id=by.user,
        opened_at=at,
    )
    with refuse_on_violation("one_assessment_a_version", ChangedMeanwhileError()):
        made.save(force_insert=True)
    common.enter(
        by,
        "assessment_opened",
        KIND,
        made.id,
        year=year,
        number=made.version,
    )
    return made.id


@transaction.atomic
def judge_item(
    *,
    by: Actor,
    at: datetime,
    assessment: UUID,
    item: str,
    judgement: Judgement,
) -> None:
    """Say whether a standard or indicium is met, and why; the earlier judgement stays.

    Raises `Assessment.DoesNotExist`, `ChangedMeanwhileError` where somebody else judged
    it since, and `ValidationError` naming the field.
    """
    row = _item(_to_edit(by, assessment), item)
    chosen("verdict", judgement.verdict, VERDICTS)
    if not judgement.reasons.strip():
        raise ValidationError(
            {"reasons": _("Give the reasons, also why it is not assessed.")},
        )
    if row.seen != judgement.seen:
        raise ChangedMeanwhileError
    said = {"verdict": judgement.verdict, "reasons": judgement.reasons.strip()}
    _add(
        by,
        at,
        assessment,
        item,
        "judged",
        **said,
    )
    common.enter(
        by,
        "item_judged",
        KIND,
        assessment,
        code=item,
        state=judgement.verdict,
    )


@transaction.atomic
def cite_figures(
    *,
    by: Actor,
    at: datetime,
    assessment: UUID,
    item: str,
    figures: Sequence[CitedFigure],
) -> None:
    """Give figures as evidence; one that is given already is not given twice.

    Who calls this has seen to it that the figures exist: they are a room above. Raises
    `Assessment.DoesNotExist` and `ValidationError`.
    """
    row = _item(_to_edit(by, assessment), item)
    there = {(e.figure, e.figure_year, e.snapshot) for e in row.evidence}
    new = [f for f in figures if (f.code, f.year, f.snapshot) not in there]
    if not new:
        raise ValidationError(_("Choose a figure that is not given already."))
    _room_for(row, len(new))
    for cited in new:
        for old in row.evidence:
            if (old.figure, old.figure_year) == (cited.code, cited.year):
                _add(
                    by,
                    at,
                    assessment,
                    item,
                    "removed",
                    removes_id=old.id,
                )
        said = {
            "figure": cited.code,
            "figure_year": cited.year,
            "snapshot": cited.snapshot,
        }
        _add(
            by,
            at,
            assessment,
            item,
            "figure",
            **said,
        )
    common.enter(
        by,
        "evidence_given",
        KIND,
        assessment,
        code=item,
        number=len(new),
    )


@transaction.atomic
def cite_document(
    *,
    by: Actor,
    at: datetime,
    assessment: UUID,
    item: str,
    cited: CitedDocument,
) -> None:
    """Give a document as evidence; the hash of its file is part of what two people
    approve.

    Raises `Assessment.DoesNotExist` and `ValidationError`.
    """
    row = _item(_to_edit(by, assessment), item)
    if not cited.document.strip():
        raise ValidationError({"document": _("Say which document it is.")})
    if cited.dated_on:
        not_later("dated_on", cited.dated_on, at)
    _room_for(row, 1)
    said = {"document": cited.document.strip(), "place": cited.place.strip()}
    told = {
        "dated_on": cited.dated_on,
        "file_hash": cited.file.digest if cited.file else "",
    }
    entry = _add(
        by,
        at,
        assessment,
        item,
        "document",
        **said,
        **told,
    )
    if cited.file:
        keep_file(
            by=by,
            at=at,
            what=EvidenceOf.ASSESSMENT,
            file=cited.file,
            entry_id=entry,
        )
    common.enter(
        by,
        "evidence_given",
        KIND,
        assessment,
        code=item,
        number=1,
    )


@transaction.atomic
def remove_evidence(
    *,
    by: Actor,
    at: datetime,
    assessment: UUID,
    item: str,
    evidence: int,
) -> None:
    """Take evidence back; that it was given stays, the document's file does not.

    Raises `Assessment.DoesNotExist`.
    """
    row = _item(_to_edit(by, assessment), item)
    piece = next((piece for piece in row.evidence if piece.id == evidence), None)
    if piece is None:
        raise Assessment.DoesNotExist
    with refuse_on_violation("evidence_is_removed_once", ChangedMeanwhileError()):
        _add(
            by,
            at,
            assessment,
            item,
            "removed",
            removes_id=evidence,
        )
    if piece.file:
        drop_file(by, id=piece.file.id)
    common.enter(
        by,
        "evidence_removed",
        KIND,
        assessment,
        code=item,
    )


@transaction.atomic
def approve_assessment(
    *,
    by: Actor,
    at: datetime,
    assessment: UUID,
    seen: str,
) -> str:
    """Stand by the whole assessment; the state it is in then. The second of two people
    ends it.

    `seen` is the hash of what was read. Raises `Assessment.DoesNotExist`,
    `ChangedMeanwhileError` where it is another now, and `RefusedError`.
    """
    page = _page(by, assessment)
    require(page.approve)
    if page.digest != seen:
        raise ChangedMeanwhileError
    state = ASSESSMENT.after(page.row.state, "approve")
    # The figures are a room above: that they are approved ones of their year is the
    # database's law.
    with refuse_on_violation("evidence_is_frozen", RefusedError(NOT_FROZEN)):
        _sign(by, at, page, state)
    detail = {"hash": page.digest, "year": page.row.year}
    common.enter(
        by,
        f"assessment_{state}",
        KIND,
        assessment,
        **detail,
    )
    return state


def _sign(
    by: Actor,
    at: datetime,
    page: AssessmentPage,
    state: str,
) -> None:
    said = {
        "assessment_id": page.row.id,
        "entries": page.entries,
        "digest": page.digest,
    }
    if state == "approved":
        sign_second(
            AssessmentText.objects.filter(**said),
            by=by,
            at=at,
        )
    else:
        first = signed_as("first", by, at)
        AssessmentText.objects.create(**said, content=page.content, **first)


def _page(by: Actor, assessment: UUID) -> AssessmentPage:
    page = queries.assessment(by=by, key=assessment)
    if page is None:
        raise Assessment.DoesNotExist
    return page


def _to_edit(by: Actor, assessment: UUID) -> AssessmentPage:
    require(may(by, ASSESS))
    page = _page(by, assessment)
    if page.row.agency_id != by.agency_id:
        raise Assessment.DoesNotExist
    if page.row.state == "approved":
        raise NotAllowedError(ASSESSMENT.noun, page.row.state, "edit")
    return page


def _item(page: AssessmentPage, code: str) -> ItemRow:
    found = page.item(code)
    if found is None:
        raise Assessment.DoesNotExist
    return found


def _room_for(row: ItemRow, more: int) -> None:
    if len(row.evidence) + more > MOST:
        message = _(
            "There is no room for more: %(most)s pieces of evidence are enough.",
        )
        raise ValidationError(message % {"most": MOST})


def _add(
    by: Actor,
    at: datetime,
    assessment: UUID,
    item: str,
    kind: str,
    **said: object,
) -> int:
    made = AssessmentEntry.objects.create(
        assessment_id=assessment,
        item=item,
        kind=kind,
        made_by_id=by.user,
        made_at=at,
        **said,
    )
    return made.id
