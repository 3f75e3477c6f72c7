"""Putting person keys under the current wrapping key, a few rows at a time, while Sala
runs.
"""

from django.db import transaction

from sala.access.context import Actor
from sala.access.ledger import record
from sala.people.models import PersonKey
from sala.vault import keyring, person_keys

BATCH = 500


@transaction.atomic
def rewrap_some(*, by: Actor) -> int:
    """Put up to 500 person keys under the current wrapping key; returns how many there
    were.
    """
    current = keyring.load_keyring().current
    rows = list(
        PersonKey.objects.select_for_update(skip_locked=True)
        .exclude(wrapping_key=current)
        .order_by("person_id")[:BATCH],
    )
    for row in rows:
        key = person_keys.unwrap_key(
            row.person_id, row.wrapping_key, bytes(row.wrapped)
        )
        row.wrapping_key, row.wrapped = person_keys.wrap_key(row.person_id, key)
    PersonKey.objects.bulk_update(rows, ["wrapping_key", "wrapped"])
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


def wrapping_keys_in_use() -> set[str]:
    """The names of the wrapping keys that any person's key is under."""
    return set(PersonKey.objects.values_list("wrapping_key", flat=True).distinct())


def still_under_old_keys() -> int:
    """How many person keys are not under the current wrapping key."""
    return PersonKey.objects.exclude(
        wrapping_key=keyring.load_keyring().current
    ).count()
