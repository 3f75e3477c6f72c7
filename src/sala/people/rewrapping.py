"""Putting person keys under the current key of the vault, a few rows at a time, while
Sala runs.
"""

from django.db import transaction
from django.db.models import Q, QuerySet

from sala.access.context import Actor
from sala.access.ledger import record
from sala.people.models import PersonKey
from sala.vault import person_keys, public_keys
from sala.vault.person_keys import PersonKeys
from sala.vault.sealed_places import CannotOpenError

BATCH = 500


@transaction.atomic
def rewrap_some(*, by: Actor) -> int:
    """Put up to 500 person keys under the current key, with the public half beside;
    returns how many there were. The vault opens them and hands none out.
    """
    current = public_keys.load_public_keys().name
    rows = list(
        _left_over(current)
        .select_for_update(skip_locked=True)
        .order_by("person_id")[:BATCH],
    )
    kept = [_stored_keys(row) for row in rows]
    for row, made in zip(rows, person_keys.rewrap_keys(kept), strict=True):
        row.wrapping_key, row.wrapped, row.public = made.name, made.wrapped, made.public
    PersonKey.objects.bulk_update(rows, ["wrapping_key", "wrapped", "public"])
    if rows:
        detail = {"count": len(rows), "under": current}
        record(
            by=by,
            action="people.keys_rewrapped",
            kind="keys",
            subject=current,
            detail=detail,
        )
    return len(rows)


def lost_wrapping_keys() -> set[str]:
    """The names of keys that persons' keys are under and that the vault does not have.

    One person's key of each name is tried; raises `VaultAwayError`.
    """
    lost = set()
    for row in PersonKey.objects.order_by("wrapping_key").distinct("wrapping_key"):
        try:
            person_keys.rewrap_keys([_stored_keys(row)])
        except CannotOpenError:
            lost.add(row.wrapping_key)
    return lost


def still_under_old_keys() -> int:
    """How many person keys are not under the current key, or have no public half."""
    return _left_over(public_keys.load_public_keys().name).count()


def _left_over(current: str) -> QuerySet[PersonKey]:
    return PersonKey.objects.filter(~Q(wrapping_key=current) | Q(public=None))


def _stored_keys(row: PersonKey) -> PersonKeys:
    return PersonKeys(row.person_id, row.wrapping_key, bytes(row.wrapped), b"")
