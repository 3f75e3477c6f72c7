"""Making anew what people are found by, a few at a time, while Sala runs: after the
rule changed that makes it (people/search_forms.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.ledger import record
from sala.countries import queries as countries
from sala.people.actions.sealed import identity_place
from sala.people.models import BlindIndex, Person, PersonKey, SealedIdentity
from sala.people.search_forms import INDEX_RULE
from sala.vault import person_keys
from sala.vault.person_keys import PersonalValue, PersonKeys

BATCH = 200


@dataclass(frozen=True)
class ReindexedBatch:
    """Some people in the order of their keys: how many are found by the rule of now,
    and whose identity does not open.
    """

    last: UUID
    made: int
    unreadable: tuple[UUID, ...]


@transaction.atomic
def reindex_some(*, by: Actor, after: UUID | None) -> ReindexedBatch | None:
    """Make anew what up to 200 people are found by who stand under an older rule; None
    where nobody is left behind `after`.

    The vault opens the identities and hands out digests alone. Whoever is being
    corrected at the moment is waited for. Raises `VaultAwayError`.
    """
    rows = _under_older_rules().only("person", "sealed").order_by("person_id")
    rows = rows.select_for_update()
    if after is not None:
        rows = rows.filter(person_id__gt=after)
    kept = list(rows[:BATCH])
    if not kept:
        return None
    made = dict(_made_anew(kept))
    _replace_terms(made)
    if made:
        _enter_reindexed(by, len(made), rule=INDEX_RULE)
    unreadable = tuple(r.person_id for r in kept if r.person_id not in made)
    return ReindexedBatch(kept[-1].person_id, len(made), unreadable)


def begin_anew(*, by: Actor) -> None:
    """Let everybody stand under an older rule, so that all is made anew."""
    count = SealedIdentity.objects.update(index_rule=0)
    _enter_reindexed(by, count, rule=0)


def still_under_older_rules() -> int:
    """How many people are found by what an older rule made."""
    return _under_older_rules().count()


def codes_under_older_rules(most: int) -> list[str]:
    """The codes of some of them."""
    people = _under_older_rules().order_by("person_id").values("person")[:most]
    return codes_of_people(people)


def codes_of_people(people: Any) -> list[str]:
    """The codes of people whom the operator names to somebody."""
    found = Person.objects.filter(id__in=people)
    return sorted(found.values_list("code", flat=True))


def _under_older_rules() -> QuerySet[SealedIdentity]:
    # What waits for the vault is made by the machine that lets it be made.
    return SealedIdentity.objects.filter(index_rule__lt=INDEX_RULE, unindexed=None)


def _made_anew(
    kept: list[SealedIdentity],
) -> Iterator[tuple[UUID, list[tuple[str, bytes]]]]:
    """The people whose identity opens, with the digests that they are found by."""
    keys = PersonKey.objects.in_bulk([row.person_id for row in kept])
    opening = [row for row in kept if row.person_id in keys]
    asked = [
        (
            _stored_keys(keys[row.person_id]),
            PersonalValue(identity_place(row.person_id), bytes(row.sealed)),
        )
        for row in opening
    ]
    answers = person_keys.index_identities(asked, countries.phone_region())
    for row, terms in zip(opening, answers, strict=True):
        if terms is not None:
            yield row.person_id, terms


def _replace_terms(made: dict[UUID, list[tuple[str, bytes]]]) -> None:
    BlindIndex.objects.filter(person_id__in=made).delete()
    BlindIndex.objects.bulk_create(
        BlindIndex(person_id=person, digest=digest, kind=kind)
        for person, terms in made.items()
        for kind, digest in terms
    )
    rows = SealedIdentity.objects.filter(person_id__in=made)
    rows.update(index_rule=INDEX_RULE)


def _enter_reindexed(by: Actor, count: int, *, rule: int) -> None:
    record(
        by=by,
        action="people.reindexed",
        kind="search",
        subject=str(rule),
        detail={"count": count},
    )


def _stored_keys(row: PersonKey) -> PersonKeys:
    return PersonKeys(row.person_id, row.wrapping_key, bytes(row.wrapped), b"")
