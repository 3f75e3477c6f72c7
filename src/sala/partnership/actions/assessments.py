"""Opening the country's assessment of a year, and approving it by two people."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import RefusedError, may, require
from sala.access.steps import begin_history, take_step
from sala.desk.approvals import sign_second, signed_as
from sala.kit.periods import FIRST
from sala.kit.saving import refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.partnership.actions import common
from sala.partnership.models import Assessment, AssessmentText
from sala.partnership.policy import ASSESS, NOT_FROZEN
from sala.partnership.queries import assessments as queries
from sala.partnership.queries.assessments import AssessmentPage
from sala.partnership.states import ASSESSMENT

KIND = "assessment"


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
    if not FIRST <= year <= common.recording_day(at).year:
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
    entry = common.record_entry(
        by,
        "assessment_opened",
        KIND,
        made.id,
        year=year,
        number=made.version,
    )
    begin_history(made, by=by, at=at, entry=entry)
    return made.id


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
    page = queries.load_assessment(by=by, key=assessment)
    if page is None:
        raise Assessment.DoesNotExist
    require(page.approve)
    if page.digest != seen:
        raise ChangedMeanwhileError
    state = ASSESSMENT.after(page.row.state, "approve")
    # The figures are a room above: that they are approved ones of their year is the
    # database's law.
    with refuse_on_violation("evidence_is_frozen", RefusedError(NOT_FROZEN)):
        _sign_text(by, at, page, state)
    _take_approval(by, at, page, state)
    return state


def _take_approval(
    by: Actor,
    at: datetime,
    page: AssessmentPage,
    state: str,
) -> None:
    """The step of an approval. Where the assessment reads otherwise than its first
    approver read it, a first approval is given anew and the state stays.
    """
    row = Assessment.objects.get(id=page.row.id)
    detail = {"hash": page.digest, "year": page.row.year}
    if row.state == state:
        common.record_entry(by, f"assessment_{state}", KIND, row.id, **detail)
        return
    take_step(
        row,
        "approve",
        by=by,
        at=at,
        entry=common.step_entry(f"assessment_{state}", **detail),
    )


def _sign_text(
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
