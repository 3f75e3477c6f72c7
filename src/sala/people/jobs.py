"""What the machines of this room do (people/policy.py)."""

from django.db import connection

from sala.access.context import acting_machine
from sala.access.ledger import record
from sala.access.queued import works_alone
from sala.people.models import SealedIdentity
from sala.vault import person_keys
from sala.vault.client import vault_answers
from sala.vault.person_keys import PersonalValue, PersonKeys
from sala.vault.sealed_columns import sealed_place

INDEXER = "people.indexer"


def index_the_rest() -> None:
    """Let people be found who were registered or corrected while the vault was away.

    How many, is in the ledger; never who.
    """
    if not vault_answers():
        return
    with acting_machine(INDEXER) as by, connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, version, sealed, wrapping_key, wrapped"
            " FROM people_unindexed()"
        )
        done = 0
        for person, version, sealed, name, wrapped in cursor.fetchall():
            keys = PersonKeys(person, name, bytes(wrapped), b"")
            place = sealed_place(SealedIdentity, "unindexed", person)
            made = person_keys.index_sealed(keys, PersonalValue(place, bytes(sealed)))
            kinds, digests = [kind for kind, _ in made], [digest for _, digest in made]
            cursor.execute(
                "SELECT people_index_terms(%s, %s, %s, %s)",
                [person, version, digests, kinds],
            )
            done += bool(cursor.fetchone()[0])
        if done:
            detail = {"count": done}
            record(
                by=by,
                action="people.indexed",
                kind="person",
                subject="several",
                detail=detail,
            )


works_alone(INDEXER, cron="* * * * *")(index_the_rest)
