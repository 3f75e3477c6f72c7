"""What the actions of this room share."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, steps_that_count
from sala.partnership.models import Objective, Recommendation

EDIT, WORK = "partnership.plan.edit", "partnership.work.record"


def require_secretariat(by: Actor) -> None:
    """Stop whoever does not keep the plan."""
    require(may(by, EDIT))


def require_worker(by: Actor) -> None:
    """Stop whoever may not record the own agency's work."""
    require(may(by, WORK))


def record_entry(
    by: Actor,
    action: str,
    kind: str,
    subject: UUID,
    **detail: object,
) -> EntryPlace:
    """Enter in the ledger what was done; parts that are not recorded stay out."""
    return record(
        by=by,
        action=f"partnership.{action}",
        kind=kind,
        subject=subject,
        detail=recorded_parts(detail),
    )


def step_entry(action: str, **detail: object) -> StepEntry:
    """What the ledger says of a step; parts that are not recorded stay out."""
    return StepEntry(f"partnership.{action}", recorded_parts(detail))


def recorded_parts(detail: Mapping[str, object]) -> dict[str, object]:
    """The parts of an entry that somebody wrote down."""
    return {name: value for name, value in detail.items() if value not in {None, ""}}


def signature_columns(by: Actor, at: datetime) -> dict[str, object]:
    """Who writes, and when."""
    return {"recorded_by_id": by.user, "recorded_at": at}


def open_agency_key(field: str, code: str) -> UUID:
    """The key of an open agency; refuses a code that is none."""
    found = access.agency_by_code(code)
    if found is None or found.retired_on is not None:
        raise ValidationError({field: _("Choose an agency.")})
    return found.id


def clean_texts(field: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by language without the blanks; refuses none at all."""
    said = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not said:
        raise ValidationError({field: _("Write it in at least one language.")})
    return said


def recording_day(at: datetime) -> date:
    """The day on which something is recorded."""
    return timezone.localdate(at)


def refuse_before_last_step(happened_on: date, steps: Sequence[Step]) -> None:
    """Refuse a day before that of the last step that was reported."""
    if steps and steps[-1].happened_on and happened_on < steps[-1].happened_on:
        raise ValidationError(
            {"happened_on": _("The day is not before the last step.")},
        )


def reported_steps(row: Objective | Recommendation) -> list[Step]:
    """The steps that were reported of a thing: all that count, but its making."""
    return [step for step in steps_that_count(row) if not step.opening]
