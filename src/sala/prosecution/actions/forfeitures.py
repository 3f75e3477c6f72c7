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
from sala.access.steps import begin_history, take_step
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    naming_day,
    record_event,
    require_choice,
    seal_words,
    tried_case,
)
from sala.prosecution.models import Charge, Defendant, Forfeiture
from sala.prosecution.rules.forfeitures import KINDS
from sala.prosecution.states import FORFEITURE
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class ForfeitureInput:
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
    taken: ForfeitureInput,
) -> UUID:
    """Record that a court took something from a defendant who is charged."""
    require(may(by, "prosecution.forfeiture.record"))
    found = Defendant.objects.get(id=defendant)
    tried_case(by, found.case_id)
    require_choice("kind", taken.kind, KINDS, _("Choose what was taken."))
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
        what=seal_words(taken.what, sealed_place(Forfeiture, "what", key)),
        value=taken.value,
        ordered_on=taken.ordered_on,
        recorded_by_id=by.user,
        recorded_at=at,
        changed_by_id=by.user,
        changed_at=at,
    )
    entry = enter_in_ledger(
        by=by,
        action="forfeiture_ordered",
        case=found.case_id,
        kind="forfeiture",
        subject=made.id,
    )
    begin_history(made, by=by, at=at, entry=entry, happened_on=taken.ordered_on)
    _record_forfeiture_event(
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
    found = _lock_forfeiture(by, forfeiture)
    FORFEITURE.after(found.state, "collect")
    _check_day(found.ordered_on, on, timezone.localdate(at))
    _move_forfeiture(
        by,
        at,
        found,
        "collect",
        on=on,
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
    found = _lock_forfeiture(by, forfeiture)
    FORFEITURE.after(found.state, "lift")
    _check_day(found.collected_on or found.ordered_on, on, timezone.localdate(at))
    if found.payments.filter(correction=None).exists():
        raise ValidationError({"way": _("A victim was paid out of it already.")})
    _move_forfeiture(
        by,
        at,
        found,
        "lift",
        on=on,
        collected=None,
    )


def _lock_forfeiture(by: Actor, forfeiture: UUID) -> Forfeiture:
    require(may(by, "prosecution.forfeiture.record"))
    tried_case(by, Forfeiture.objects.get(id=forfeiture).case_id)
    return Forfeiture.objects.select_for_update().get(id=forfeiture)


def _move_forfeiture(
    by: Actor,
    at: datetime,
    found: Forfeiture,
    way: str,
    *,
    on: date,
    collected: int | None,
) -> None:
    kind = f"forfeiture_{FORFEITURE.after(found.state, way)}"
    with naming_day("on"):
        take_step(
            found,
            way,
            by=by,
            at=at,
            happened_on=on,
            entry=case_entry(kind, found.case_id),
            says={"amount": collected},
            columns={
                "collected_on": None if collected is None else on,
                "collected": collected,
            },
        )
    _record_forfeiture_event(
        by,
        at,
        found,
        kind,
        on,
    )


def _check_day(earliest: date, on: date, today: date) -> None:
    if not earliest <= on <= today:
        raise ValidationError(
            {"on": _("Choose a day between the last change and today.")},
        )


def _record_forfeiture_event(
    by: Actor,
    at: datetime,
    found: Forfeiture,
    kind: str,
    on: date,
) -> None:
    record_event(
        by=by,
        at=at,
        case=found.case_id,
        kind=kind,
        on=on,
        about=found.id,
    )
