"""Judging the items of an assessment, giving evidence, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, take_step
from sala.kit.saving import refuse_future_day, refuse_on_violation, refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.kit.uploaded_files import SentFile
from sala.partnership.actions import common
from sala.partnership.actions.evidence import drop_file, keep_file
from sala.partnership.models import Assessment, AssessmentEntry, EvidenceOf
from sala.partnership.policy import ASSESS
from sala.partnership.queries import assessments as queries
from sala.partnership.queries.assessments import AssessmentPage, ItemRow
from sala.partnership.rules.assessments import VERDICTS
from sala.partnership.states import ASSESSMENT

MOST = 40  # pieces of evidence of one item


@dataclass(frozen=True)
class JudgementInput:
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
def judge_item(
    *,
    by: Actor,
    at: datetime,
    assessment: UUID,
    item: str,
    judgement: JudgementInput,
) -> None:
    """Say whether a standard or indicium is met, and why; the earlier judgement stays.

    Raises `Assessment.DoesNotExist`, `ChangedMeanwhileError` where somebody else judged
    it since, and `ValidationError` naming the field.
    """
    row = _item_of_page(_page_to_edit(by, assessment), item)
    refuse_unknown_code("verdict", judgement.verdict, VERDICTS)
    if not judgement.reasons.strip():
        raise ValidationError(
            {"reasons": _("Give the reasons, also why it is not assessed.")},
        )
    if row.seen != judgement.seen:
        raise ChangedMeanwhileError
    said = {"verdict": judgement.verdict, "reasons": judgement.reasons.strip()}
    _add_entry(
        by,
        at,
        assessment,
        item,
        "judged",
        **said,
    )
    _take_edit(
        by,
        at,
        assessment,
        common.step_entry("item_judged", code=item, state=judgement.verdict),
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
    row = _item_of_page(_page_to_edit(by, assessment), item)
    there = {(e.figure, e.figure_year, e.snapshot) for e in row.evidence}
    new = [f for f in figures if (f.code, f.year, f.snapshot) not in there]
    if not new:
        raise ValidationError(_("Choose a figure that is not given already."))
    _refuse_too_many(row, len(new))
    for cited in new:
        for old in row.evidence:
            if (old.figure, old.figure_year) == (cited.code, cited.year):
                _add_entry(
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
        _add_entry(
            by,
            at,
            assessment,
            item,
            "figure",
            **said,
        )
    _take_edit(
        by,
        at,
        assessment,
        common.step_entry("evidence_given", code=item, number=len(new)),
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
    row = _item_of_page(_page_to_edit(by, assessment), item)
    if not cited.document.strip():
        raise ValidationError({"document": _("Say which document it is.")})
    if cited.dated_on:
        refuse_future_day("dated_on", cited.dated_on, at)
    _refuse_too_many(row, 1)
    said = {"document": cited.document.strip(), "place": cited.place.strip()}
    told = {
        "dated_on": cited.dated_on,
        "file_hash": cited.file.digest if cited.file else "",
    }
    entry = _add_entry(
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
    _take_edit(
        by,
        at,
        assessment,
        common.step_entry("evidence_given", code=item, number=1),
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
    row = _item_of_page(_page_to_edit(by, assessment), item)
    piece = next((piece for piece in row.evidence if piece.id == evidence), None)
    if piece is None:
        raise Assessment.DoesNotExist
    with refuse_on_violation("evidence_is_removed_once", ChangedMeanwhileError()):
        _add_entry(
            by,
            at,
            assessment,
            item,
            "removed",
            removes_id=evidence,
        )
    if piece.file:
        drop_file(by, id=piece.file.id)
    _take_edit(
        by,
        at,
        assessment,
        common.step_entry("evidence_removed", code=item),
    )


def _page_to_edit(by: Actor, assessment: UUID) -> AssessmentPage:
    require(may(by, ASSESS))
    page = queries.load_assessment(by=by, key=assessment)
    if page is None or page.row.agency_id != by.agency_id:
        raise Assessment.DoesNotExist
    if page.row.state == "approved":
        raise NotAllowedError(ASSESSMENT.noun, page.row.state, "edit")
    return page


def _item_of_page(page: AssessmentPage, code: str) -> ItemRow:
    found = page.item(code)
    if found is None:
        raise Assessment.DoesNotExist
    return found


def _refuse_too_many(row: ItemRow, more: int) -> None:
    if len(row.evidence) + more > MOST:
        message = _(
            "There is no room for more: %(most)s pieces of evidence are enough.",
        )
        raise ValidationError(message % {"most": MOST})


def _add_entry(
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


def _take_edit(
    by: Actor,
    at: datetime,
    assessment: UUID,
    entry: StepEntry,
) -> None:
    """The step of an edit: a first approval falls with it. The assessment is read after
    its entry was added, which waits for whoever else adds or approves.
    """
    row = Assessment.objects.get(id=assessment)
    take_step(
        row,
        "edit",
        by=by,
        at=at,
        entry=entry,
    )
