"""Authority that stands in a table and in no entry of the ledger, by name."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class UnaccountedRole:
    """A role that gives more than any entry of the ledger accounts for."""

    membership: str
    holder: str
    role: str

    def __str__(self) -> str:
        return f"role {self.role} of {self.holder}: no entry accounts for it"


def unaccounted_roles() -> tuple[UnaccountedRole, ...]:
    """Every such role, for an operator; in the database it gives nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT membership::text, holder, role FROM access_roles_unaccounted()",
        )
        return tuple(UnaccountedRole(*columns) for columns in cursor.fetchall())
