"""`sala check`: is everything as it should be, on one screen?"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from sala.access import law_installer, locks
from sala.access.context import acting_operator
from sala.access.ledger.accounted import unaccounted_roles
from sala.config import addresses, jobs, production, secrets, unfinished
from sala.countries import queries as countries
from sala.kit import clock
from sala.people import reindexing, rewrapping, unentered
from sala.vault import keyring, person_keys, public_keys
from sala.vault.client import VaultAwayError, vault_answers

LEAST_FREE = 2 * 1024**3
MOST_NAMED = 12
MOST_DRIFT = timedelta(seconds=5)


@dataclass(frozen=True)
class HealthCheck:
    """One thing examined: what, whether it is sound, and what was found."""

    what: str
    sound: bool
    found: str


def examine_installation() -> list[HealthCheck]:
    """Examine the installation; an examination that fails is itself a finding."""
    return [_safe_examination(what, look) for what, look in EXAMINATIONS.items()]


def _safe_examination(what: str, look: Callable[[], tuple[bool, str]]) -> HealthCheck:
    try:
        return HealthCheck(what, *look())
    except Exception as error:  # noqa: BLE001 whatever is wrong belongs on the screen
        return HealthCheck(what, False, f"{type(error).__name__}: {error}".strip())


def examine_server() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        (version,) = cursor.fetchone()
    return True, f"PostgreSQL {version}"


def examine_application_role() -> tuple[bool, str]:
    powers = locks.forbidden_powers()
    found = ", ".join(powers) or "owns nothing, bypasses nothing"
    return not powers, f"{settings.APPLICATION_ROLE}: {found}"


def examine_owner_account() -> tuple[bool, str]:
    """A superuser as owner passes every policy in `sala` commands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('is_superuser')")
        name, power = cursor.fetchone()
    return (
        power == "off",
        f"{name} is a superuser" if power == "on" else f"{name}: no superuser",
    )


def examine_row_security() -> tuple[bool, str]:
    kinds = locks.table_kinds()
    unlocked = sorted(name for name, kind in kinds.items() if kind == "open")
    protected = sum(kind == "protected" for kind in kinds.values())
    return (
        not unlocked,
        ", ".join(unlocked) or f"forced on {protected} of {len(kinds)} tables",
    )


def examine_keys() -> tuple[bool, str]:
    """One person's key of each name opens: the vault says so, and hands none out."""
    with acting_operator("check"):
        lost = sorted(rewrapping.lost_wrapping_keys())
    name = public_keys.load_public_keys().name
    return (
        not lost,
        f"the vault cannot open what is under: {lost}" if lost else f"{name} in use",
    )


def examine_search_index() -> tuple[bool, str]:
    """Name records that are found by what an older rule made."""
    with acting_operator("check"):
        left = reindexing.still_under_older_rules()
        codes = reindexing.codes_under_older_rules(MOST_NAMED)
    if not left:
        return True, "everybody is found by the rule of now"
    more = f", and {left - len(codes)} more" if left > len(codes) else ""
    named = ", ".join(codes) + more
    return False, f"an older rule made it for {named}: run `sala keys reindex`"


def examine_private_files() -> tuple[bool, str]:
    # The vault's group may read the ledger's key, where the operator made one.
    kept = {
        keyring.keyring_path(): 0o077,
        public_keys.ledger_key_path(): 0o027,
        secrets.VAR / "secrets.json": 0o077,
    }
    loose = [
        file.name
        for file, others in kept.items()
        if os.access(file, os.F_OK) and file.stat().st_mode & others
    ]
    return (
        not loose,
        f"readable by others: {loose}" if loose else "readable by their owner only",
    )


def examine_migrations() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    if rooms := half_updated(executor.loader):
        return False, f"stopped half-way: {', '.join(rooms)}"
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return (
        not pending,
        f"{len(pending)} pending: run `sala setup`" if pending else "none pending",
    )


def half_updated(loader: MigrationLoader) -> list[str]:
    """Rooms whose tables were made by migrations that were put together since.

    Django would try to make such a table again.
    """
    rooms = {room for room, _ in loader.applied_migrations}
    return sorted(
        room
        for (room, name), migration in loader.disk_migrations.items()
        if migration.initial
        and migration.__module__.startswith("sala.")
        and room in rooms
        and (room, name) not in loader.applied_migrations
    )


def examine_law() -> tuple[bool, str]:
    """Name every object of the law that is not as the code and the installation say."""
    differing = law_installer.compare_law()
    return (
        not differing,
        named_differences(differing)
        if differing
        else f"{len(law_installer.house_law())} objects as they were installed",
    )


def named_differences(differing: list[law_installer.LawDifference]) -> str:
    """The objects that differ by name, as many as one reads, and how many more."""
    named = ", ".join(map(str, differing[:MOST_NAMED]))
    more = len(differing) - MOST_NAMED
    return f"{named}, and {more} more" if more > 0 else named


def examine_authority() -> tuple[bool, str]:
    """Name every role that gives more than the ledger accounts for."""
    with acting_operator("check"):
        found = unaccounted_roles()
    named = ", ".join(map(str, found[:MOST_NAMED]))
    return not found, named or "every role is accounted for in the ledger"


def examine_openings() -> tuple[bool, str]:
    """Name who opened people today, by the vault's count, whom no entry names."""
    found = unentered.unentered_openings()
    named = ", ".join(map(str, found[:MOST_NAMED]))
    return not found, named or "each that the vault counted today is in the ledger"


def examine_country() -> tuple[bool, str]:
    pack = countries.current_pack()
    return (
        pack is not None,
        f"{pack.code} {pack.version}" if pack else "none: `sala pack load NAME`",
    )


def examine_system_clock() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    drift = abs(clock.now() - theirs)
    return drift < MOST_DRIFT, f"{drift.total_seconds():.3f} s from the database's"


def examine_server_log() -> tuple[bool, str]:
    """Statements and errors quote values; the server's log must hold neither."""
    quiet = {
        "log_min_messages": ("fatal", "panic", "log"),
        "log_min_error_statement": ("fatal", "panic", "log"),
        "log_statement": ("none", "ddl"),
        "log_min_duration_statement": ("-1",),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
            [list(quiet)],
        )
        loud = sorted(
            f"{name} = {found}"
            for name, found in cursor.fetchall()
            if found not in quiet[name]
        )
    return (
        not loud,
        f"would quote values: {', '.join(loud)}" if loud else "quotes no value",
    )


def examine_queue_role() -> tuple[bool, str]:
    """The account that takes jobs reaches the queue and no table beside it."""
    powers = (
        locks.forbidden_powers(settings.QUEUE_ROLE) + jobs.tables_beside_the_queue()
    )
    found = ", ".join(powers) or "reaches the queue and nothing else"
    return not powers, f"{settings.QUEUE_ROLE}: {found}"


def examine_worker() -> tuple[bool, str]:
    """A worker beats every ten seconds; none is missed while nothing waits."""
    state = jobs.queue_state()
    beat = state.since_heartbeat
    if beat is None:
        late = jobs.is_late(state)
        return not late, "none runs" + (
            ": `sala worker`" if late else ", none is needed"
        )
    return (
        beat < jobs.LONGEST_SILENCE,
        f"last heartbeat {age_text(beat)} ago",
    )


def examine_waiting_jobs() -> tuple[bool, str]:
    """Jobs wait for minutes at most; one that failed for good waits for the
    operator.
    """
    state = jobs.queue_state()
    waits = (
        f"{state.waiting} waiting, the oldest for {age_text(state.oldest_waiting)}"
        if state.oldest_waiting is not None
        else "none waiting"
    )
    failed = [
        f"{job.task} failed for good {age_text(job.age)} ago (`sala jobs list`)"
        for job in state.failed
    ]
    return not failed and not jobs.is_late(state), "; ".join([waits, *failed])


def age_text(age: timedelta) -> str:
    """An age as one reads it: 12 s, 5 min, 3 h, 4 d."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def examine_disk() -> tuple[bool, str]:
    free = shutil.disk_usage(settings.VAR).free
    return free > LEAST_FREE, f"{free / 1024**3:.1f} GiB free"


def examine_vault() -> tuple[bool, str]:
    """Without it care goes on, and names stay closed. Where the site does not run, this
    command starts one for itself.
    """
    runs = vault_answers()
    try:
        person_keys.blind_index("check", "check")
    except VaultAwayError:
        return False, "does not answer: `sala vault`"
    return True, "answers" if runs else "none runs, and one can be started"


def examine_restore() -> tuple[bool, str]:
    """What a restore brought is whole, or it is not served."""
    if unfinished.is_unfinished(addresses.owner_url()):
        return False, "stopped half-way: run the same `sala restore` again"
    return True, "none is unfinished"


EXAMINATIONS: dict[str, Callable[[], tuple[bool, str]]] = {
    "database": examine_server,
    "restore": examine_restore,
    "owner": examine_owner_account,
    "application role": examine_application_role,
    "queue role": examine_queue_role,
    "row-level security": examine_row_security,
    "vault": examine_vault,
    "keys": examine_keys,
    "search": examine_search_index,
    "private files": examine_private_files,
    "migrations": examine_migrations,
    "law": examine_law,
    "authority": examine_authority,
    "openings": examine_openings,
    "country pack": examine_country,
    "worker": examine_worker,
    "jobs": examine_waiting_jobs,
    "server log": examine_server_log,
    "clock": examine_system_clock,
    "disk": examine_disk,
    **production.EXAMINATIONS,
}
