"""What the law owes a victim opens by itself; each step to it is recorded."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, last_step, steps_that_count, take_step
from sala.countries import queries as countries
from sala.kit.states import ChangedMeanwhileError
from sala.protection.labels import services_in_words
from sala.protection.models import PersonEntitlement, ServiceDelivered, ShelterStay
from sala.protection.rules import entitlements as rules
from sala.protection.rules.services import may_fulfil, shortest_path
from sala.protection.states import ENTITLEMENT


@transaction.atomic
def open_entitlements(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    basis: str,
    rests_on: UUID,
    described: dict[str, str],
    place_code: str = "",
) -> int:
    """Open what the law of the day gives every victim; how many were not open yet.

    An identification takes over what was opened while somebody was only presumed to be
    a victim.
    """
    changed = {"changed_by_id": by.user, "changed_at": at}
    mine = PersonEntitlement.objects.filter(person_id=person)
    opened = list(mine.values_list("code", "basis", "state"))
    presumed = {code for code, before, _state in opened if before == "presumed"}
    known = {code for code, _before, state in opened if state != "given"}
    if basis == "identified" and presumed:
        taken_over = {"basis": basis, "rests_on": rests_on} | changed
        mine.filter(basis="presumed").update(**taken_over)
        known |= presumed
    owed = countries.entitlements_in_force(timezone.localdate(at))
    rows = [
        PersonEntitlement(
            person_id=person,
            code=right.code,
            basis=basis,
            rests_on=rests_on,
            place_code=place_code,
            opened_by_id=by.user,
            opened_at=at,
            **changed,
            **described,
        )
        for right in owed
        if right.code not in known
    ]
    PersonEntitlement.objects.bulk_create(rows, ignore_conflicts=True)
    record(
        by=by,
        action="protection.entitlements_opened",
        kind="person",
        subject=person,
        detail={"basis": basis, "number": len(rows)},
    )
    return len(rows)


@transaction.atomic
def move_entitlement(
    *,
    by: Actor,
    at: datetime,
    entitlement: UUID,
    move: str,
    happened_on: date,
    version: int,
    reason: str = "",
) -> str:
    """Take one step: offer, accept, decline, give, or say that it cannot be had; the
    new state.

    Raises `PersonEntitlement.DoesNotExist` where the actor sees none, `NotAllowedError`
    where its state has no such step, `ChangedMeanwhileError` when somebody was faster,
    and `ValidationError` naming the field of a missing reason or an impossible day.
    """
    require(may(by, "protection.entitlement.change"))
    row = PersonEntitlement.objects.get(id=entitlement)
    if row.version != version:
        raise ChangedMeanwhileError
    _check_move(move, reason, happened_on, timezone.localdate(at))
    return _make_move(
        by,
        at,
        row,
        move=move,
        happened_on=happened_on,
        reason=reason,
    )


@transaction.atomic
def bring_to(
    *,
    by: Actor,
    at: datetime,
    entitlement: UUID,
    state: str,
    happened_on: date,
    reason: str = "",
) -> None:
    """Take every step that leads to a state, because what happened implies them: who
    was given something was offered it and wanted it. Nothing where it is there, or
    further, already. What was recorded as of a later day had happened by then.

    Raises `PersonEntitlement.DoesNotExist` where the actor sees none.
    """
    row = PersonEntitlement.objects.get(id=entitlement)
    if state == "accepted" and row.state == "given" and not reason:
        return
    moves = shortest_path(ENTITLEMENT, row.state, state)
    if moves and not reason:
        _bring_forward(by, at, row, happened_on)
    for move in moves:
        _make_move(
            by,
            at,
            row,
            move=move,
            happened_on=happened_on,
            reason=reason,
        )


@transaction.atomic
def owe_again(*, by: Actor, at: datetime, entitlement: UUID) -> None:
    """A right that counts as given is owed again, where nothing fulfils it any more."""
    if _is_fulfilled(entitlement):
        return
    bring_to(
        by=by,
        at=at,
        entitlement=entitlement,
        state="accepted",
        happened_on=timezone.localdate(at),
        reason="mistake",
    )


def _is_fulfilled(entitlement: UUID) -> bool:
    """Whether a right is fulfilled by anything that was not taken back."""
    served = ServiceDelivered.objects.filter(
        entitlement_id=entitlement,
        fulfils=True,
        struck_at=None,
    )
    right = PersonEntitlement.objects.get(id=entitlement)
    stayed = ShelterStay.objects.filter(
        entitlement_id=entitlement,
        state__in=("in", "left"),
    )
    return right.state != "given" or served.exists() or stayed.exists()


def require_kind(right: PersonEntitlement, service: str) -> None:
    """Raise `ValidationError` where what was given is not what the law gives here."""
    kinds = countries.entitlement_services().get(right.code, ())
    if not may_fulfil(service, kinds):
        name = countries.entitlement_names().get(right.code, right.code)
        raise ValidationError({"entitlement": wrong_kind(name, kinds)})


def wrong_kind(name: str, kinds: tuple[str, ...]) -> str:
    """Why a right is not what was given, and what would be."""
    return _(
        "“%(right)s” is fulfilled only by: %(services)s. Choose another of the things"
        " that the law gives, or none of them.",
    ) % {"right": name, "services": services_in_words(kinds)}


def _bring_forward(
    by: Actor,
    at: datetime,
    row: PersonEntitlement,
    day: date,
) -> None:
    """Correct each step that is recorded for a later day than what came of it."""
    later = [step for step in steps_that_count(row) if not step.opening]
    for step in later:
        if step.happened_on and step.happened_on > day:
            take_step(
                row,
                step.move,
                by=by,
                at=at,
                happened_on=day,
                reason=step.reason,
                corrects=step.id,
                entry=StepEntry(
                    action="protection.entitlement_corrected",
                    detail={"code": row.code, "move": step.move},
                ),
            )


def _make_move(
    by: Actor,
    at: datetime,
    row: PersonEntitlement,
    *,
    move: str,
    happened_on: date,
    reason: str,
) -> str:
    after = ENTITLEMENT.after(row.state, move)
    given = last_step(row) if move == "correct" else None
    take_step(
        row,
        "" if given else move,
        by=by,
        at=at,
        happened_on=happened_on,
        reason=reason,
        corrects=given.id if given else None,
        entry=StepEntry(
            action=f"protection.entitlement_{after}",
            detail={"code": row.code} | ({"reason": reason} if reason else {}),
        ),
        columns={"agency_id": by.agency},
    )
    return row.state


def _check_move(
    move: str,
    reason: str,
    happened_on: date,
    today: date,
) -> None:
    if not rules.is_reason(move, reason):
        message = (
            _("Choose why.")
            if rules.needs_reason(move)
            else _("This step has no reason.")
        )
        raise ValidationError({"reason": message})
    if happened_on > today:
        raise ValidationError({"happened_on": _("The day is not in the future.")})


def on_identified(*, by: Actor, at: datetime, person: UUID, **sent: Any) -> None:
    """A signal's receiver: a victim is identified, and what is owed opens."""
    described, origin = as_columns(sent["described"]), sent["decision"]
    open_entitlements(
        by=by,
        at=at,
        person=person,
        basis="identified",
        rests_on=origin.id,
        described=described,
        place_code=origin.exploited_at,
    )


def on_presumed(*, by: Actor, at: datetime, person: UUID, **sent: Any) -> None:
    """A signal's receiver: somebody counts as a victim until it is decided."""
    described, origin = as_columns(sent["described"]), sent["screening"]
    open_entitlements(
        by=by,
        at=at,
        person=person,
        basis="presumed",
        rests_on=origin.id,
        described=described,
        place_code=origin.place_code,
    )


def as_columns(described: Any) -> dict[str, str]:
    """Sex, age group and citizenship of an event, from a mapping or a record."""
    names = ("sex", "age_group", "citizenship")
    if isinstance(described, dict):
        return {name: described.get(name, "") for name in names}
    return {name: getattr(described, name) for name in names}
