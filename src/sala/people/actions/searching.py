"""Finding a person among those one sees, and what they are found by."""

from dataclasses import dataclass

from django.db import transaction

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.people import codes, queries, rules
from sala.people.models import SealedIdentity
from sala.vault import person_keys
from sala.vault.client import VaultAwayError
from sala.vault.person_keys import PersonKeys
from sala.vault.sealed_columns import sealed_place

SEARCHED_BY = ("name", "code", "document", "phone")


@dataclass(frozen=True)
class FoundBy:
    """What search finds a person by: digests and their kinds, or what the vault is to
    make them of.
    """

    digests: list[bytes]
    kinds: list[str]
    unindexed: bytes | None


def found_by_terms(keys: PersonKeys, identity: rules.Identity) -> FoundBy:
    """What search finds a person by. Where the vault does not answer, that is sealed
    for it, and nobody waits.
    """
    terms = sorted(rules.search_terms(identity, phone_region=countries.phone_region()))
    try:
        digests = person_keys.blind_indexes(terms)
    except VaultAwayError:
        place = sealed_place(SealedIdentity, "unindexed", keys.person)
        sealed = person_keys.seal_json(keys, place, {"terms": terms})
        return FoundBy([], [], sealed)
    return FoundBy(digests, [kind for kind, _form in terms], None)


@transaction.atomic
def search_persons(*, by: Actor, kind: str, text: str) -> list[queries.PersonRow]:
    """Look for a person among those the actor may see, by one of `SEARCHED_BY`.

    The ledger keeps that there was a search, by what, and how many were found; not for
    what. While the vault does not answer nobody is found but by code:
    `queries.is_search_incomplete` says so.
    """
    require(may(by, "people.person.search"))
    try:
        found = _find_persons(by, kind, text)
    except VaultAwayError:
        found = []
    detail = {"hits": len(found)}
    record(
        by=by,
        action="people.searched",
        kind="search",
        subject=kind,
        detail=detail,
    )
    return found


def _find_persons(by: Actor, kind: str, text: str) -> list[queries.PersonRow]:
    match kind:
        case "name":
            return queries.with_name(by=by, text=text)
        case "document":
            return queries.with_document(by=by, number=text)
        case "phone":
            return queries.with_phone(
                by=by,
                number=text,
                region=countries.phone_region(),
            )
        case "code":
            row = queries.find_person(by=by, code=codes.parse_code(text) or "")
            return [row] if row else []
        case _:
            raise ValueError(kind)
