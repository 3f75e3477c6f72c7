"""Whether each identity that the vault opened today stands in the ledger.

The vault counts people who are not of a user's own work in a file of its own
(`vault.counting`), which no transaction that is taken back makes smaller. What it has
and the ledger has not was seen by somebody and entered by nobody.
"""

import time
from collections import Counter
from dataclasses import dataclass

from django.db import connection

from sala.access.context import acting_operator
from sala.kit.database_functions import ask_database
from sala.vault import person_keys

# An opening is counted a moment before its entry is committed.
WAITED = 3.0
NAME = "SELECT username FROM access_user WHERE id::text = %s"


@dataclass(frozen=True)
class UnenteredOpenings:
    """How many people a user opened today that no entry of the ledger names."""

    user: str
    people: int

    def __str__(self) -> str:
        return f"{self.user} opened {self.people} people today without an entry"


def unentered_openings() -> tuple[UnenteredOpenings, ...]:
    """Every user of whom the vault counted an opening today that the ledger does not
    have, for an operator; raises `VaultAwayError`.
    """
    with acting_operator("openings"):
        said = str(ask_database("people_state_day"))
    counted = set(person_keys.counted_openings(said))
    missing = counted - _entered_today()
    if missing:
        time.sleep(WAITED)
        missing -= _entered_today()
    return tuple(
        UnenteredOpenings(_name_of(actor), people)
        for actor, people in sorted(Counter(actor for actor, _who in missing).items())
    )


def _name_of(actor: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(NAME, [actor])
        row = cursor.fetchone()
    return str(row[0]) if row else actor


def _entered_today() -> set[tuple[str, str]]:
    with acting_operator("openings"), connection.cursor() as cursor:
        cursor.execute("SELECT actor, person FROM people_entered_today()")
        return {(actor, person) for actor, person in cursor.fetchall()}
