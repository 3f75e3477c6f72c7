"""Operations: how many people were met, and why some of them will not be screened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.kit.states import ChangedMeanwhileError
from sala.people import codes
from sala.screening.models import NotScreened, Operation
from sala.screening.rules.operations import NOT_SCREENED, MetAtOperation


@dataclass(frozen=True)
class OperationInput:
    """What happened, where and when, and whom it met; a group without a number is not
    recorded.
    """

    kind: str
    happened_on: date
    place_code: str = ""
    crossing_code: str = ""
    met: Sequence[MetAtOperation] = ()


@transaction.atomic
def record_operation(*, by: Actor, at: datetime, occasion: OperationInput) -> UUID:
    """Record an operation of the actor's agency and how many people it met.

    Raises `ValidationError` naming the field of an unknown kind, a missing place or a
    day to come.
    """
    require(may(by, "screening.operation.record"))
    _check_occasion(occasion, timezone.localdate(at))
    made = Operation(
        code=codes.new_code(),
        kind=occasion.kind,
        agency_id=by.agency,
        place_code=occasion.place_code,
        crossing_code=occasion.crossing_code,
        happened_on=occasion.happened_on,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    made.save(force_insert=True)
    _write_met_counts(made.id, occasion.met)
    _enter_in_ledger(by, "operation_recorded", made.id, occasion)
    return made.id


@transaction.atomic
def change_operation(
    *,
    by: Actor,
    at: datetime,
    operation: UUID,
    occasion: OperationInput,
    version: int,
) -> None:
    """Correct what was recorded, on the operation as it was read as `version`.

    Raises `Operation.DoesNotExist` where the actor sees none, `ChangedMeanwhileError`
    when somebody was faster.
    """
    require(may(by, "screening.operation.record"))
    Operation.objects.get(id=operation)
    _check_occasion(occasion, timezone.localdate(at))
    changed = Operation.objects.filter(id=operation, version=version).update(
        kind=occasion.kind,
        place_code=occasion.place_code,
        crossing_code=occasion.crossing_code,
        happened_on=occasion.happened_on,
        version=version + 1,
    )
    if not changed:
        raise ChangedMeanwhileError
    _write_met_counts(operation, occasion.met)
    _enter_in_ledger(by, "operation_changed", operation, occasion)


@transaction.atomic
def explain_unscreened(
    *,
    by: Actor,
    at: datetime,
    operation: UUID,
    reason: str,
    number: int,
) -> None:
    """Record for how many of those met there will be no screening, and why.

    Raises `Operation.DoesNotExist` where the actor sees none, and `ValidationError`.
    """
    require(may(by, "screening.operation.explain"))
    Operation.objects.get(id=operation)
    if reason not in NOT_SCREENED:
        raise ValidationError({"reason": _("Choose why.")})
    if number < 1:
        raise ValidationError({"number": _("Say how many people: one or more.")})
    NotScreened.objects.create(
        operation_id=operation,
        reason=reason,
        number=number,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    detail = {"reason": reason, "number": number}
    record(
        by=by,
        action="screening.not_screened_explained",
        kind="operation",
        subject=operation,
        detail=detail,
    )


@transaction.atomic
def take_back(
    *,
    by: Actor,
    at: datetime,
    operation: UUID,
    explained: int,
) -> None:
    """Take back an explanation that was wrong: those people are to be screened again.

    Raises `NotScreened.DoesNotExist` where it is not the actor's to take back, or was.
    """
    require(may(by, "screening.operation.explain"))
    rows = NotScreened.objects.filter(
        id=explained,
        operation_id=operation,
        withdrawn_at=None,
    )
    if not rows.update(withdrawn_at=at, withdrawn_by_id=by.user):
        raise NotScreened.DoesNotExist
    record(
        by=by,
        action="screening.explanation_taken_back",
        kind="operation",
        subject=operation,
    )


# In one statement: between the old numbers and the new ones it is not settled.
MET_COUNTS = """
WITH said AS (
    SELECT * FROM jsonb_to_recordset(%(said)s)
        AS c(sex text, age_group text, national boolean, number int)),
gone AS (
    DELETE FROM screening_metcount m WHERE m.operation_id = %(operation)s
        AND NOT EXISTS (SELECT 1 FROM said c WHERE c.sex = m.sex
            AND c.age_group = m.age_group
            AND c.national IS NOT DISTINCT FROM m.national))
INSERT INTO screening_metcount (operation_id, sex, age_group, national, number)
    SELECT %(operation)s, c.sex, c.age_group, c.national, c.number FROM said c
ON CONFLICT (operation_id, sex, age_group, national)
    DO UPDATE SET number = EXCLUDED.number
"""


def _write_met_counts(operation: UUID, met: Sequence[MetAtOperation]) -> None:
    said = json.dumps([vars(cell) for cell in met])
    with connection.cursor() as cursor:
        cursor.execute(MET_COUNTS, {"said": said, "operation": operation})


def _enter_in_ledger(
    by: Actor,
    action: str,
    operation: UUID,
    occasion: OperationInput,
) -> None:
    detail: dict[str, object] = {"way": occasion.kind}
    if occasion.met:
        detail["number"] = sum(cell.number for cell in occasion.met)
    record(
        by=by,
        action=f"screening.{action}",
        kind="operation",
        subject=operation,
        detail=detail,
    )


def _check_occasion(occasion: OperationInput, today: date) -> None:
    if occasion.kind not in Operation.Kind.values:
        raise ValidationError({"kind": _("Choose from the list.")})
    if not (occasion.place_code or occasion.crossing_code):
        raise ValidationError({"place_code": _("Choose a place or a crossing.")})
    if occasion.happened_on > today:
        raise ValidationError({"happened_on": _("The day is not in the future.")})
