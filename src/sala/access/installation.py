"""What an installation is, a demo or production: said once, and never changed."""

from enum import StrEnum

from django.db import DatabaseError, connection, transaction

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import LedgerEntry

DECLARED = "access.installation_declared"


class InstallationKind(StrEnum):
    """A demo plays with invented people; in production nothing is invented."""

    DEMO = "demo"
    PRODUCTION = "production"


class KindIsFixedError(Exception):
    """The installation is something else, and stays so; the text says what."""


_known: dict[str, InstallationKind] = {}


def installation_kind() -> InstallationKind | None:
    """What this installation is; nothing before it was said. Asked once a process."""
    name = str(connection.settings_dict["NAME"])
    if name not in _known and (kind := _stored_kind()):
        _known[name] = kind
    return _known.get(name)


def _stored_kind() -> InstallationKind | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kind FROM access_installation")
            row = cursor.fetchone()
    except (
        DatabaseError
    ):  # of an earlier day, or away: an error page is made all the same
        return None
    return InstallationKind(row[0]) if row else None


def kinds_in_ledger() -> set[str]:
    """What the ledger says that the installation is: one thing, if nobody meddled."""
    entries = LedgerEntry.objects.filter(action=DECLARED)
    return set(entries.values_list("subject", flat=True))


@transaction.atomic
def declare_installation(*, by: Actor, kind: InstallationKind) -> None:
    """Say what the installation is, if nobody did; on the owner's account.

    Raises `KindIsFixedError` where it is something else already.
    """
    held = installation_kind()
    if held == kind:
        return
    if held is not None:
        raise KindIsFixedError(held)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_installation (kind, declared_at)"
            " VALUES (%s, transaction_timestamp())",
            [kind.value],
        )
    record(
        by=by,
        action=DECLARED,
        kind="installation",
        subject=kind.value,
    )
