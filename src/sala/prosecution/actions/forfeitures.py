"""What a court takes from a defendant, and what it brings."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.prosecution.actions.common import (
    choose,
    enter,
    forfeited_place,
    happened,
    move,
    seal,
    tried_case,
)
from sala.prosecution.models import Charge, Defendant, Forfeiture
from sala.prosecution.rules.forfeitures import KINDS
from sala.prosecution.states import FORFEITURE


@dataclass(frozen=True)
class Taken:
    """What a court took: a kind, a description that is sealed, and its value where
    recorded.
    """

    kind: str
    ordered_on: date
    what: str = ""
    value: int | None = None


@transaction.atomic
def record_forfeiture(
    *,
    by: Actor,
    at: datetime,
    defendant: UUID,
    taken: Taken,
) -> UUID:
    """Record that a court took something from a defendant who is charged."""
    require(may(by, "prosecution.forfeiture.record"))
    found = Defendant.objects.get(id=defendant)
    tried_case(by, found.case_id)
    choose("kind", taken.kind, KINDS, _("Choose what was taken."))
    first = Charge.objects.filter(defendant_id=defendant).aggregate(on=Min("filed_on"))[
        "on"
    ]
    if first is None or not first <= taken.ordered_on <= timezone.localdate(at):
        raise ValidationError(
            {"ordered_on": _("Choose a day between the charge and today.")},
        )
    key = uuid4()
    made = Forfeiture.objects.create(
        id=key,
        case_id=found.case_id,
        defendant_id=defendant,
        kind=taken.kind,
        what=seal(taken.what, forfeited_place(key)),
        value=taken.value,
        ordered_on=taken.ordered_on,
        recorded_by_id=by.user,
        recorded_at=at,
        changed_by_id=by.user,
        changed_at=at,
    )
    _tell(
        by,
        at,
        made,
        "forfeiture_ordered",
        taken.ordered_on,
    )
    return made.id


@transaction.atomic
def collect_forfeiture(
    *,
    by: Actor,
    at: datetime,
    forfeiture: UUID,
    on: date,
    collected: int,
) -> None:
    """Record that what was taken is in the hands of the state, and what it brought."""
    found = _locked(by, forfeiture)
    FORFEITURE.after(found.state, "collect")
    _check_day(found.ordered_on, on, timezone.localdate(at))
    _move(
        by,
        at,
        found,
        "collect",
        on,
        collected_on=on,
        collected=collected,
    )


@transaction.atomic
def lift_forfeiture(
    *,
    by: Actor,
    at: datetime,
    forfeiture: UUID,
    on: date,
) -> None:
    """Record that a higher court lifted it. Not once a victim was paid out of it."""
    found = _locked(by, forfeiture)
    FORFEITURE.after(found.state, "lift")
    _check_day(found.collected_on or found.ordered_on, on, timezone.localdate(at))
    if found.payments.exists():
        raise ValidationError({"way": _("A victim was paid out of it already.")})
    _move(
        by,
        at,
        found,
        "lift",
        on,
        collected_on=None,
        collected=None,
    )


def _locked(by: Actor, forfeiture: UUID) -> Forfeiture:
    require(may(by, "prosecution.forfeiture.record"))
    tried_case(by, Forfeiture.objects.get(id=forfeiture).case_id)
    return Forfeiture.objects.select_for_update().get(id=forfeiture)


def _move(
    by: Actor,
    at: datetime,
    found: Forfeiture,
    way: str,
    on: date,
    **changes: object,
) -> None:
    rows = Forfeiture.objects.filter(id=found.id)
    after = move(
        rows,
        FORFEITURE,
        way,
        **changes,
        changed_by_id=by.user,
        changed_at=at,
    )
    _tell(
        by,
        at,
        found,
        f"forfeiture_{after}",
        on,
    )


def _check_day(earliest: date, on: date, today: date) -> None:
    if not earliest <= on <= today:
        raise ValidationError(
            {"on": _("Choose a day between the last change and today.")},
        )


def _tell(
    by: Actor,
    at: datetime,
    found: Forfeiture,
    kind: str,
    on: date,
) -> None:
    happened(
        by=by,
        at=at,
        case=found.case_id,
        kind=kind,
        on=on,
        about=found.id,
    )
    enter(
        by=by,
        action=kind,
        case=found.case_id,
        kind="forfeiture",
        subject=found.id,
    )
