"""Making or updating an installation, step by step; every step can be run again."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from sala.access import actions as access
from sala.access import law_installer
from sala.access.context import acting_operator
from sala.access.installation import (
    InstallationKind,
    declare_installation,
    installation_kind,
)
from sala.access.ledger import record
from sala.access.ledger.heads import (
    LedgerContradictedError,
    begin_witness,
    tell_witness,
)
from sala.access.ledger.lanes import open_lanes
from sala.access.ledger.witness import witness_file
from sala.access.models import LedgerEntry, User
from sala.config import addresses, database, health
from sala.countries import actions as countries
from sala.countries import reading
from sala.kit import clock
from sala.people import rewrapping
from sala.vault import keyring
from sala.vault import tickets as vault_tickets
from sala.vault.client import vault_answers
from sala.vault.key_publishing import publish_keys

QUEUE = "procrastinate"
Say = Callable[[str], object]


def set_up(
    *,
    kind: InstallationKind | None,
    pack_name: str | None,
    say: Say,
) -> None:
    """Bring database role, tables, keyring, static files and pack up to date; at first,
    say what the installation is.
    """
    database.prepare_database()
    check_kind(kind)
    if rooms := health.half_updated(MigrationLoader(connection)):
        raise addresses.DatabaseUnusableError(
            f"The tables of {', '.join(rooms)} are of an earlier day of Sala's making"
            " than this version goes on from. Begin with an empty database.",
        )
    prepare_keys(say)
    refuse_emptied_ledger()
    if installation_kind() is None:
        begin_witness()
    say("database: tables and law")
    if differing := lay_down():
        say(f"law: installed again; {health.named_differences(differing)}")
        analyze_tables()
    see_to_secret()
    if added := add_public_keys():
        say(f"keys: {added:,} persons have a public key from now on")
    open_lanes()
    if kind:
        with acting_operator("setup") as operator:
            declare_installation(by=operator, kind=kind)
    say("static files")
    call_command(
        "collectstatic",
        verbosity=0,
        interactive=False,
    )
    if pack_name:
        say(load_pack(reading.find_pack(pack_name)))
    tell_where_it_ends()


def refuse_emptied_ledger() -> None:
    """Refuse to open the lanes of a ledger anew under users who had one: it was
    emptied, and would look whole from now on.
    """
    if not has_tables():
        return
    with acting_operator("setup"):
        if User.objects.exists() and not LedgerEntry.objects.exists():
            raise addresses.DatabaseUnusableError(
                "There are users here, and the ledger is empty: somebody removed it."
                " Restore a backup with `sala restore`.",
            )


def has_tables() -> bool:
    """Whether the tables of users and of the ledger are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('access_user') IS NOT NULL"
            " AND to_regclass('access_ledgerentry') IS NOT NULL",
        )
        return bool(cursor.fetchone() == (True,))


def check_kind(kind: InstallationKind | None) -> None:
    """Refuse before anything is made: an installation is one thing, and stays it."""
    held = installation_kind()
    if held is None and kind is None:
        raise addresses.DatabaseUnusableError(
            "Say what this installation is, once and for good: `sala setup --kind"
            " production`, or `--kind demo` to play with invented people.",
        )
    if held is not None and kind not in {None, held}:
        raise addresses.DatabaseUnusableError(
            f"This installation is a {held} and stays one. For a {kind}, begin with"
            " an empty database.",
        )


def tell_where_it_ends() -> None:
    """Say outside the database where its ledger ends."""
    try:
        with acting_operator("setup"):
            tell_witness()
    except LedgerContradictedError as error:
        raise addresses.DatabaseUnusableError(
            f"{witness_file()} saw another ledger than this database holds (lanes"
            f" {error}). Was the database rolled back or exchanged? `sala ledger"
            " verify` says more. Restore a backup with `sala restore`; for a new"
            " installation, move the file away.",
        ) from error


def prepare_keys(say: Say) -> None:
    """Make the keyring of a new installation, and what others know of it.

    Where a vault runs already, perhaps as another user, its keys are its own.
    """
    if vault_answers():
        return
    if not has_keyring():
        keyring.create_keyring()
        say(
            f"keys: a new keyring at {keyring.keyring_path()};"
            " save a copy where the database"
            " is not",
        )
    publish_keys(keyring.load_keyring())


def share_secret() -> None:
    """Let the database tell the vault's tickets from others, by a secret made of the
    keyring; the owner's functions alone read it. Raises `KeyringError`.
    """
    pads = vault_tickets.hmac_pads(keyring.load_keyring())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_ticketsecret")
        cursor.execute("INSERT INTO access_ticketsecret VALUES (%s, %s)", pads)


def see_to_secret() -> None:
    """Share the vault's secret with the database, where the keyring can be read.

    Raises `DatabaseUnusableError` where it cannot, and the database has no secret yet.
    """
    try:
        share_secret()
    except keyring.KeyringError as error:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM access_ticketsecret)")
            if cursor.fetchone() != (True,):
                raise addresses.DatabaseUnusableError(
                    "The database does not know the vault yet. Run `sala keys share` as"
                    " the vault's user, then this again.",
                ) from error


def add_public_keys() -> int:
    """Let the vault say the public half of each person's key that has none yet; how
    many there were.
    """
    added = 0
    while True:
        with acting_operator("setup") as operator:
            some = rewrapping.rewrap_some(by=operator)
        if not some:
            return added
        added += some


def analyze_tables() -> None:
    """Let the database count what was written: it plans for empty tables before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def lay_down() -> list[law_installer.LawDifference]:
    """Bring tables and law up to date in one transaction; what had changed of a law
    that was there before.

    A column is not altered under a policy that reads it, so the law makes way while
    tables change. Others never see a table without it. The queue's tables come first.
    """
    migrate_queue()
    with transaction.atomic():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            law_installer.drop_law()
            call_command(
                "migrate",
                verbosity=0,
                interactive=False,
            )
            law_installer.install_law()
            return []
        return law_installer.bring_up_to_date()


def migrate_queue() -> None:
    """Bring the tables of the queue up to date, one transaction a migration.

    The library adds words to a type and uses them in its next migration, which
    PostgreSQL allows only when the first is committed. Meanwhile the queue's rows are
    nobody's: its policies make way and row-level security stays.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if all(migration.app_label != QUEUE for migration, _back in plan):
        return
    law_installer.drop_policies_on(QUEUE)
    call_command("migrate", QUEUE, verbosity=0, interactive=False)


def has_keyring() -> bool:
    """Whether there is a keyring; a database with sealed identities must not get a new
    one.
    """
    try:
        keyring.load_keyring()
    except keyring.KeyringError:
        if keyring.keyring_path().exists() or is_used():
            raise
        return False
    return True


def is_used() -> bool:
    """Whether anybody was ever entered in this database; what is in it is seen by who
    acts alone.
    """
    if not has_tables():
        return False
    with acting_operator("setup"):
        return User.objects.exists() or LedgerEntry.objects.exists()


def load_pack(folder: Path) -> str:
    """Load a country pack and its agencies, with one ledger entry; say what changed."""
    read = reading.read_pack(folder)
    if read.pack is None:
        raise reading.PackError(read.problems)
    now = clock.now()
    with transaction.atomic(), acting_operator("setup") as operator:
        summary = countries.load_pack(pack=read.pack, at=now)
        changed = access.take_over_agencies(
            by=operator,
            agencies=read.pack.agencies,
            on=clock.today(),
        )
        record(
            by=operator,
            action="countries.pack_loaded",
            kind="pack",
            subject=read.pack.code,
        )
    return f"country pack {folder.name}: {summary}, {changed} agencies changed"
