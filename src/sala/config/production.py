"""What `sala check` asks of a production alone: that it is watched, and not a demo."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path

from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from sala.access.context import acting_operator
from sala.access.installation import (
    InstallationKind,
    installation_kind,
    kinds_in_ledger,
)
from sala.access.ledger.witness import read_witness
from sala.access.models import User
from sala.config import addresses, backups, demo, secrets
from sala.kit import clock
from sala.kit.virus_scanner import ScannerAwayError, find_virus, scanner_socket

Found = tuple[bool, str]
LONGEST_SINCE = {
    "backup": timedelta(days=2),
    "checkpoint": timedelta(days=2),
    "verified": timedelta(days=8),
}
MOST_AHEAD = timedelta(minutes=5)
HOW = {
    "backup": "`sala backup FOLDER` each day",
    "checkpoint": "name a folder in SALA_CHECKPOINTS",
    "verified": "`sala ledger verify` each week",
}
HERE = {"localhost", "127.0.0.1", "::1"}
VERIFIED = "verify-full"


def examine_kind() -> Found:
    """What the installation says it is, and whether its ledger says the same."""
    kind = installation_kind()
    if kind is None:
        return False, "not said: `sala setup --kind production`"
    with acting_operator("check"):
        told = kinds_in_ledger()
    return told == {kind.value}, (
        kind.value
        if told == {kind.value}
        else f"{kind}, while the ledger says {', '.join(sorted(told)) or 'nothing'}"
    )


def _in_production(look: Callable[[], Found]) -> Callable[[], Found]:
    @wraps(look)
    def asked_in_production() -> Found:
        if installation_kind() == InstallationKind.DEMO:
            return True, "not asked of a demo"
        return look()

    return asked_in_production


def _done_lately(what: str) -> Callable[[], Found]:
    @_in_production
    def examine_last() -> Found:
        last = read_witness().done.get(what)
        if last is None:
            return False, f"never: {HOW[what]}"
        age = clock.now() - last
        # What is said to be done tomorrow was not done today.
        late = not -MOST_AHEAD < age <= LONGEST_SINCE[what]
        return not late, f"{last:%Y-%m-%d %H:%M}" + (f": {HOW[what]}" if late else "")

    return examine_last


@_in_production
def examine_invented() -> Found:
    """No seed of a demo's passwords, and none of its people."""
    found = [
        user.username
        for person in demo.PEOPLE
        for user in User.objects.filter(
            username=person.username,
            full_name=person.name,
        )
    ]
    if secrets.is_kept("SALA_DEMO_SEED"):
        found.append("the demo's seed in secrets.json")
    return not found, ", ".join(found) or "nothing of a demo"


@_in_production
def examine_debugging() -> Found:
    """Nothing that shows a stranger more, or lets a cookie travel in the clear."""
    loose = [
        name
        for name, on in (
            ("SALA_DEBUG", settings.DEBUG),
            ("SALA_INSECURE_COOKIES", not settings.SESSION_COOKIE_SECURE),
        )
        if on
    ]
    return not loose, f"on: {', '.join(loose)}" if loose else "off"


@_in_production
def examine_front() -> Found:
    """Whether the site knows that it stands behind TLS, and keeps browsers to it."""
    return settings.BEHIND_TLS, (
        "behind TLS" if settings.BEHIND_TLS else "SALA_BEHIND_TLS is not 1"
    )


@_in_production
def examine_scanner() -> Found:
    """A scanner looks at files that are kept as they came, and answers."""
    if scanner_socket() is None:
        return False, "none: name clamd's socket in SALA_SCANNER"
    try:
        find_virus(b"")
    except ScannerAwayError:
        return False, f"does not answer: {scanner_socket()}"
    return True, "answers"


@_in_production
def examine_stolen_passwords() -> Found:
    """A list of passwords that were stolen elsewhere is there to be asked."""
    named = os.environ.get("SALA_STOLEN_PASSWORDS")  # access/password_rules.py asks it
    file = Path(named or "/nowhere")
    if not named or not file.is_file():
        return False, "no list: name one in SALA_STOLEN_PASSWORDS"
    return True, f"{file.stat().st_size / 1024**2:.0f} MiB"


@_in_production
def examine_database_tls() -> Found:
    """Whoever stands between the server and its database reads and writes it, unless
    the database's certificate is checked.
    """
    accounts = {
        "owner": addresses.owner_url(),
        "application": addresses.app_url(),
        "queue": addresses.queue_url(),
        "backup": backups.backup_account(),
    }
    loose = [name for name, url in accounts.items() if not is_verified(url)]
    return not loose, (
        f"without sslmode={VERIFIED}: {', '.join(loose)}"
        if loose
        else "verified, or on this computer"
    )


def is_verified(url: str) -> bool:
    """Whether a connection stays on this computer or checks the other's certificate.

    libpq takes what the address does not say from the environment.
    """
    said = conninfo_to_dict(url)
    hosts = str(
        said.get("hostaddr")
        or said.get("host")
        or os.environ.get("PGHOSTADDR")
        or os.environ.get("PGHOST")
        or "",
    )
    mode = said.get("sslmode") or os.environ.get("PGSSLMODE")
    elsewhere = [h for h in hosts.split(",") if h not in HERE and h[:1] not in "/@"]
    service = said.get("service") or os.environ.get("PGSERVICE")
    return mode == VERIFIED or not (elsewhere or service)


EXAMINATIONS: dict[str, Callable[[], Found]] = {
    "installation": examine_kind,
    "last backup": _done_lately("backup"),
    "last checkpoint": _done_lately("checkpoint"),
    "ledger verified": _done_lately("verified"),
    "nothing invented": examine_invented,
    "debugging": examine_debugging,
    "database connection": examine_database_tls,
    "TLS in front": examine_front,
    "virus scanner": examine_scanner,
    "stolen passwords": examine_stolen_passwords,
}
