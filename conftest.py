"""Fixtures of the whole house. The database is made by `sala.config.testing`."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings
from tests import signed_in

from sala.access import actions, second_person
from sala.access.context import acting_member
from sala.access.models import LedgerEntry, User
from sala.access.roles import Role
from sala.config import testing
from sala.kit import clock
from sala.vault import client as vault
from sala.vault import counting, keyring, taken_codes
from sala.vault.key_publishing import replace_keyring

AGENCIES = ("own", "other", "third")
# Tests hold the keyring: whoever acts in one is signed in by the vault's key, unless the
# test is about that (`nobody_signed_in`).
signed_in.sign_everybody_in()
# No test asserts a time: a property holds on a busy machine too.
settings.register_profile(
    "sala",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sala")


@pytest.fixture(scope="session")
def django_db_setup():
    """The database is made once a run, by the real `sala setup`; Django makes none of its own."""
    testing.make_database()
    # The pages ask whether a vault runs, and start none.
    vault.wake_vault()


def name_of_staff(role: Role, agency: str) -> str:
    return f"{Role(role).value}.{agency}".replace("_", "-")


@pytest.fixture
def nobody_signed_in():
    """In this test, who acts needs a ticket that the vault gave, as outside of tests."""
    with signed_in.by_tickets_alone():
        yield


@pytest.fixture
def user_of():
    """The seeded user of a role, in the agency `own` (LWU), `other` (ATD) or `third` (LFTU)."""

    def find(role: Role, agency: str = "own") -> User:
        return User.objects.get(username=name_of_staff(role, agency))

    return find


@pytest.fixture(scope="session")
def staff(django_db_setup, django_db_blocker):
    """Keys of each seeded user and of their membership, by the user's name.

    Looked up once: the seed makes them, and no test's change to them outlives the test.
    """
    names = [name_of_staff(role, agency) for role in Role for agency in AGENCIES]
    with django_db_blocker.unblock():
        users = User.objects.filter(username__in=names)
        found = {user.username: (user.id, _membership_of(user)) for user in users}
        connection.close()
    return found


@pytest.fixture(scope="session")
def actor(staff):
    """A transaction in the name of a seeded user: `with actor(Role.CASE_WORKER) as by:`."""

    @contextmanager
    def act(role: Role, agency: str = "own", purpose: str = ""):
        user, membership = staff[name_of_staff(role, agency)]
        with acting_member(user, membership, purpose) as who:
            yield who

    return act


def _membership_of(user: User):
    """The key of a user's only membership, as their own session would read it."""
    with acting_member(user.id, None), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM access_membership WHERE user_id = %s", [user.id])
        return cursor.fetchone()[0]


@pytest.fixture
def membership_of():
    """The key of a user's only membership."""
    return _membership_of


@pytest.fixture
def confirm_all(actor):
    """Confirm, as oversight, whatever waits of a user for a second person; the number that
    is said to them.
    """

    def confirm(user: User) -> str:
        with actor(Role.OVERSIGHT) as by:
            rows = second_person.waiting_authority(by=by)
            shown = [row.id for row in rows if row.user_id == user.id]
            return actions.confirm_authority(by=by, user=user.id, shown=shown)

    return confirm


@pytest.fixture
def sign_in(user_of):
    """A signed-in test client of a seeded user: `sign_in(Role.CASE_WORKER, "other")`."""

    def enter(role: Role, agency: str = "own") -> Client:
        client = Client()
        client.force_login(
            user_of(role, agency),
            "django.contrib.auth.backends.ModelBackend",
        )
        return client

    return enter


@pytest.fixture(autouse=True)
def default_language():
    """No test reads in the language of the page that the one before it asked for."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def another_day():
    """No test has fewer people to open, or codes to give, because of the one before it."""
    counting.openings_path().unlink(missing_ok=True)
    taken_codes.taken_codes_path().unlink(missing_ok=True)


class RotatingKeys:
    """The keyring of the run while a test turns it; the vault follows its file."""

    def rotate(self) -> str:
        """A new wrapping key, which becomes the current one; its name."""
        made = keyring.with_new_wrapping_key(keyring.load_keyring())
        replace_keyring(made)
        return made.current

    def retire(self) -> None:
        """Only the current wrapping key is left."""
        replace_keyring(keyring.without_old_wrapping_keys(keyring.load_keyring()))


@pytest.fixture
def rotating(django_db_setup):
    """`rotating.rotate()` and `rotating.retire()`; afterwards the keys are as they were."""
    before = keyring.load_keyring()
    yield RotatingKeys()
    replace_keyring(before)


@pytest.fixture
def facts_before(actor):
    """`facts_before(2019)` is every fact of the years before one, as an analyst takes
    them out.
    """
    from sala.facts.pseudonyms import SaltedNumbers

    pads = SaltedNumbers(b"k" * 32).hmac_pads()

    def take_out(year: int) -> dict[str, list[tuple[object, ...]]]:
        found = {}
        with actor(Role.ANALYST), connection.cursor() as cursor:
            cursor.execute("SELECT facts_events()")
            for event in [event for (event,) in cursor.fetchall()]:
                cursor.execute(
                    "SELECT * FROM facts_rows(%s, %s, %s) WHERE year < %s",
                    [event, *pads, year],
                )
                found[event] = sorted(cursor.fetchall(), key=repr)
        return {event: rows for event, rows in found.items() if rows}

    return take_out


@pytest.fixture
def entered(actor):
    """`with entered("people", person=key) as ledger:` reads what the room enters meanwhile."""

    @contextmanager
    def watching(room, **names):
        from sala.access.tests.ledger_lines import Entered

        ledger = Entered(room, names)
        with actor(Role.OVERSIGHT):
            before = set(LedgerEntry.objects.values_list("lane", "seq"))
        yield ledger
        with actor(Role.OVERSIGHT):
            found = LedgerEntry.objects.filter(action__startswith=f"{room}.")
            for entry in found.order_by("seq"):
                if (entry.lane, entry.seq) not in before:
                    ledger.read(entry)

    return watching


@pytest.fixture
def scratch(django_db_setup, django_db_blocker):
    """A copy of the database in which a test really commits; its name. Nothing of it stays."""
    with (
        testing.scratch_copy() as name,
        testing.default_database(name),
        django_db_blocker.unblock(),
    ):
        yield name


@pytest.fixture
def owner(scratch):
    """`with owner():` makes the default connection the tables' owner's, in the scratch copy."""

    return lambda: testing.owner_of(scratch)


@pytest.fixture
def now():
    """The present moment, on the country's day; the database refuses records from the future."""
    return timezone.localtime(clock.now()) - timedelta(seconds=1)


# The clock of the database, as one setting of the session tells it (see simulation/clock).
TOLD_CLOCK = """
CREATE OR REPLACE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE AS
'SELECT coalesce(nullif(current_setting(''sala.simulated_now'', true), '''')::timestamptz,
                 statement_timestamp())'
"""


@pytest.fixture
def in_the_past(scratch, owner, actor, now):
    """`with in_the_past(role, agency, days) as (by, at)` acts so many days ago."""
    with owner(), connection.cursor() as cursor:
        cursor.execute(TOLD_CLOCK)

    @contextmanager
    def acting(role, agency="own", days=800):
        at = now - timedelta(days=days)
        with actor(role, agency) as by:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('sala.simulated_now', %s, true)",
                    [at.isoformat()],
                )
            yield by, at

    return acting
