"""Files of HTCDS in the background: ordered on a page, made and brought in by machines.

A machine sees what who ordered sees today. A file is made part by part, each part in
one transaction with the entries of the identities in it: after a failure it goes on
behind the last. A file is brought in whole or not at all, in one transaction.
"""

import json
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from sala.access import orders
from sala.access.context import Actor, acting_on_order
from sala.access.ledger import record
from sala.access.models import WorkOrder
from sala.access.orders import OrderRow
from sala.access.permissions import RefusedError, may, require
from sala.access.purposes import check_purpose
from sala.access.roles import Purpose
from sala.kit import clock
from sala.people import queries as people
from sala.screening.actions import htcds as files
from sala.screening.models import HtcdsFile
from sala.screening.queries import htcds as queries
from sala.screening.rules import htcds as rules
from sala.standards import htcds


class NotSeenAnyMoreError(Exception):
    """A file is about somebody whom the actor no longer sees."""


EXPORTER, IMPORTER = "screening.exporter", "screening.importer"
PART_SIZE = 50
PLAN = 0  # the first part: whom the file is about


@transaction.atomic
def order_export(
    *,
    by: Actor,
    at: datetime,
    codes: list[str],
    purpose: Purpose | None,
    form: str,
) -> UUID | None:
    """Order a file on people the actor sees; None where they see none of the codes.

    Raises `RefusedError` when the actor may not export, and `ValidationError` when the
    purpose is not of their work.
    """
    require(may(by, "screening.htcds.export"))
    if purpose is not None:
        check_purpose(by, purpose)
    if not queries.sees_any(by=by, codes=codes):
        return None
    order = orders.give_order(
        by=by,
        at=at,
        machine=EXPORTER,
        what={
            "codes": codes,
            "purpose": purpose.value if purpose else "",
            "form": form,
        },
    )
    _enter_in_ledger(by, "screening.htcds_export_ordered", order)
    return order


@transaction.atomic
def order_import(*, by: Actor, at: datetime, file: UUID) -> UUID:
    """Order that a file that was checked is brought in; one that is ordered already is
    not ordered again.

    Raises `HtcdsFile.DoesNotExist` for another's file.
    """
    require(may(by, "screening.htcds.import"))
    HtcdsFile.objects.get(id=file)
    if (ordered := queries.order_of_file(by=by, file=file)) is not None:
        return ordered.id
    order = orders.give_order(
        by=by,
        at=at,
        machine=IMPORTER,
        what={"file": str(file)},
    )
    _enter_in_ledger(by, "screening.htcds_import_ordered", order)
    return order


@transaction.atomic
def discard_export(*, by: Actor, order: UUID) -> None:
    """Throw away a file that was made, or is being made.

    Raises `WorkOrder.DoesNotExist` for another's.
    """
    orders.own_order(by=by, order=order, machine=EXPORTER)
    orders.discard_order(by=by, order=order)
    _enter_in_ledger(by, "screening.htcds_export_discarded", order)


@transaction.atomic
def take_export(*, by: Actor, order: UUID) -> tuple[OrderRow, bytes]:
    """Take the file that was made, which the ledger says: the order and the file.

    It was made with what they saw then, and is taken while they see everybody in it.
    Raises `NotSeenAnyMoreError` where a consent, a grant or an hour of broken glass
    ended since, `WorkPart.DoesNotExist` without a file, and `WorkOrder.DoesNotExist`
    for another's.
    """
    require(may(by, "screening.htcds.export"))
    found = orders.own_order(by=by, order=order, machine=EXPORTER)
    codes, made = orders.made_of_order(by=by, order=found)
    if not people.sees_all(by=by, codes=codes):
        raise NotSeenAnyMoreError
    _enter_in_ledger(by, "screening.htcds_taken", order)
    return found, made


def make_export(order: UUID) -> None:
    """Make the file of an order, part by part, and go on where it was left."""
    while _make_next_part(order):
        pass


def _make_next_part(order: UUID) -> bool:
    """One part more, or the file out of all; whether there is more to do."""
    with acting_on_order(order) as by:
        row = orders.order_at_work(by=by, order=order)
        parts = orders.parts_of(row)
        if not parts:
            _plan_subjects(by, row)
            return True
        (codes, _nothing), *made = parts
        begun = len(made) * PART_SIZE
        if begun < len(codes):
            return _made_part(by, row, codes[begun : begun + PART_SIZE], len(made) + 1)
        _put_together(by, row, made)
        return False


def _plan_subjects(by: Actor, row: WorkOrder) -> None:
    """Say once whom the file is about: who comes later is not in it."""
    asked = row.what["codes"]
    codes = [found.code for found in queries.people_seen(by=by, codes=asked)]
    row.total = len(codes)
    row.save(update_fields=["total"])
    orders.add_part(order=row, number=PLAN, codes=codes, value=b"", done=0)


def _made_part(by: Actor, row: WorkOrder, codes: list[str], number: int) -> bool:
    purpose = Purpose(row.what["purpose"]) if row.what["purpose"] else None
    try:
        with transaction.atomic():
            rows = files.export_rows(by=by, codes=codes, purpose=purpose)
    except (RefusedError, ValidationError):
        # Somebody agreed to sharing for another purpose only: nothing is given out.
        orders.finish_order(order=row, at=clock.now(), outcome=orders.REFUSED)
        return False
    orders.add_part(
        order=row,
        number=number,
        codes=codes,
        value=json.dumps(rows).encode(),
        done=row.done + len(codes),
    )
    return True


def _put_together(
    by: Actor,
    row: WorkOrder,
    made: list[tuple[list[str], bytes]],
) -> None:
    rows = [
        _typed_values(values) for _codes, part in made for values in json.loads(part)
    ]
    about = [code for codes, _part in made for code in codes]
    orders.finish_order(
        order=row,
        at=clock.now(),
        result={"rows": len(rows)},
        made=(about, htcds.write_htcds(rows, row.what["form"])),
    )
    files.enter_exported(
        by=by,
        rows=len(rows),
        with_identity=bool(row.what["purpose"]),
    )


def _typed_values(values: dict[str, object]) -> rules.Values:
    """A row as it was before it was kept as JSON, which has no tuples."""
    return {
        code: tuple(value) if isinstance(value, list) else str(value)
        for code, value in values.items()
    }


def bring_in(order: UUID) -> None:
    """Bring in the file of an order, all of it or nothing."""
    with acting_on_order(order) as by:
        row = orders.order_at_work(by=by, order=order)
        try:
            with transaction.atomic():
                done = files.import_file(
                    by=by,
                    at=clock.now(),
                    file=UUID(row.what["file"]),
                )
        except (HtcdsFile.DoesNotExist, RefusedError, ValidationError):
            orders.finish_order(order=row, at=clock.now(), outcome=orders.REFUSED)
            return
        orders.finish_order(
            order=row,
            at=clock.now(),
            result={"new": len(done.codes), "unchanged": done.unchanged},
        )


def _enter_in_ledger(by: Actor, action: str, order: UUID) -> None:
    record(by=by, action=action, kind="htcds", subject=order)
