"""F15: a production says that it is one, stays one, and is never green while nobody watches."""

import json
import os
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test import Client

from sala.access import installation as installations
from sala.access.ledger.witness import open_witness
from sala.access.models import User
from sala.config import production, testing
from sala.kit import clock

NOW = clock.now
TAMPERED = "UPDATE access_installation SET kind = 'production'"


def superuser(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name), autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        direct.execute(statement, values)


@pytest.fixture
def real(scratch):
    """A copy of the database that is a production, as its ledger says too."""
    superuser(scratch, TAMPERED)
    installations._known.clear()
    yield scratch
    installations._known.clear()


@pytest.fixture
def look(real):
    """`look("last backup")` is what `sala check` finds of one thing."""

    def examine(what):
        with testing.owner_of(real):
            return production.EXAMINATIONS[what]()

    return examine


def test_without_being_told_what_it_is_nothing_is_set_up(django_db_setup):
    with testing.empty_database("untold") as name:
        done = testing.run_command("setup", name=name, check=False)
        assert done.returncode == 1
        assert "--kind production" in done.stderr
        with psycopg.connect(testing.administrator_url(name)) as direct:
            made = direct.execute("SELECT to_regclass('access_user')").fetchone()
        assert made == (None,)


@pytest.mark.parametrize(
    "statement",
    [
        TAMPERED,
        "DELETE FROM access_installation",
        "TRUNCATE access_installation",
        "INSERT INTO access_installation VALUES (true, 'production', now())",
    ],
)
@pytest.mark.parametrize("whose", ["owner", "application"])
def test_nobody_changes_what_an_installation_is(statement, whose, scratch):
    within = testing.owner_of if whose == "owner" else testing.default_database
    with (
        within(scratch),
        pytest.raises(DatabaseError, match=r"does not change|permission|duplicate"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_administrator_of_the_database_who_changes_it_is_found(look):
    sound, found = look("installation")
    assert not sound
    assert found == "production, while the ledger says demo"


@pytest.mark.parametrize(
    "command",
    [
        ("setup", "--demo"),
        ("setup", "--kind", "demo"),
        ("simulate", "--size", "1"),
    ],
)
def test_nothing_invented_comes_into_a_production(command, real):
    counted = "SELECT count(*) FROM access_user"
    with psycopg.connect(testing.administrator_url(real)) as direct:
        before = direct.execute(counted).fetchone()
    done = testing.run_command(*command, name=real, check=False)
    assert done.returncode == 1
    assert "production" in done.stderr
    assert "Traceback" not in done.stderr
    with psycopg.connect(testing.administrator_url(real)) as direct:
        assert direct.execute(counted).fetchone() == before


@pytest.mark.parametrize("what", ["last backup", "last checkpoint", "ledger verified"])
def test_a_production_nobody_watches_is_not_green(what, look, real, monkeypatch):
    done = {
        "last backup": "backup",
        "last checkpoint": "checkpoint",
        "ledger verified": "verified",
    }[what]
    assert look(what)[0] is False
    long_ago = clock.now() - production.LONGEST_SINCE[done] - timedelta(minutes=1)
    with monkeypatch.context() as before, open_witness() as witness:
        before.setattr(clock, "now", lambda: long_ago)
        witness.append(done)
    assert look(what)[0] is False
    # A clock that ran ahead once would else say "done" for good.
    with monkeypatch.context() as ahead, open_witness() as witness:
        ahead.setattr(clock, "now", lambda: NOW() + timedelta(days=400))
        witness.append(done)
    assert look(what)[0] is False
    with open_witness() as witness:
        witness.append(done)
    assert look(what)[0] is True


COMMANDS = {
    "last backup": ("backup", "{folder}/b"),
    "last checkpoint": ("ledger", "checkpoint", "{folder}/c.json"),
    "ledger verified": ("ledger", "verify"),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_doing_it_is_what_is_seen(what, look, real, tmp_path, monkeypatch):
    """Each of the three by its own command, and by none of the others."""
    monkeypatch.setenv("SALA_BACKUP_KEY", str(tmp_path / "site.pub"))
    testing.run_command("keys", "offline", str(tmp_path / "offline.pem"))
    assert look(what)[0] is False
    for other in COMMANDS.keys() - {what}:
        command = [word.format(folder=tmp_path) for word in COMMANDS[other]]
        testing.run_command(*command, name=real)
    assert look(what)[0] is False
    command = [word.format(folder=tmp_path) for word in COMMANDS[what]]
    testing.run_command(*command, name=real)
    assert look(what)[0] is True


def test_an_invented_person_in_a_production_is_named(look, monkeypatch):
    monkeypatch.delenv("SALA_DEMO_SEED", raising=False)
    monkeypatch.setattr(production.secrets, "is_kept", lambda _name: False)
    assert look("nothing invented") == (True, "nothing of a demo")
    person = production.demo.PEOPLE[0]
    User.objects.create(username=person.username, full_name=person.name)
    assert look("nothing invented") == (False, person.username)


def test_the_seed_of_a_demo_in_a_production_is_named(look, monkeypatch):
    monkeypatch.setenv("SALA_DEMO_SEED", "anything")
    assert look("nothing invented")[0] is False


@pytest.mark.parametrize("setting", ["DEBUG", "SESSION_COOKIE_SECURE"])
def test_debugging_in_a_production_is_not_green(setting, look, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert look("debugging") == (True, "off")
    setattr(settings, setting, setting == "DEBUG")
    assert look("debugging")[0] is False


@pytest.mark.parametrize(
    ("url", "verified"),
    [
        ("postgresql:///sala", True),
        ("postgresql://localhost/sala", True),
        ("host=/var/run/postgresql dbname=sala", True),
        ("postgresql://[::1]/sala", True),
        ("postgresql://db/sala", False),
        ("postgresql://db/sala?sslmode=require", False),
        ("postgresql://db/sala?sslmode=verify-ca", False),
        ("postgresql://db/sala?sslmode=verify-full", True),
        ("postgresql://localhost,db/sala", False),
        ("postgresql://localhost/sala?hostaddr=10.0.0.2", False),
        ("service=ministry", False),
        ("host=localhost.example dbname=sala", False),
    ],
)
def test_a_database_across_a_network_needs_a_checked_certificate(
    url,
    verified,
    monkeypatch,
):
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    assert production.is_verified(url) is verified


def test_what_the_environment_says_of_the_database_counts(monkeypatch):
    monkeypatch.setenv("PGHOST", "db")
    assert not production.is_verified("dbname=sala")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert production.is_verified("dbname=sala")


def test_a_production_without_tls_in_front_is_not_green(look, settings):
    settings.BEHIND_TLS = False
    assert look("TLS in front")[0] is False
    settings.BEHIND_TLS = True
    assert look("TLS in front")[0] is True


def test_a_production_without_scanner_or_stolen_passwords_is_not_green(
    look, tmp_path, monkeypatch
):
    monkeypatch.delenv("SALA_SCANNER", raising=False)
    monkeypatch.delenv("SALA_STOLEN_PASSWORDS", raising=False)
    assert look("virus scanner")[0] is False
    assert look("stolen passwords")[0] is False
    monkeypatch.setenv("SALA_SCANNER", str(tmp_path / "nobody"))
    monkeypatch.setenv("SALA_STOLEN_PASSWORDS", str(tmp_path / "list"))
    assert look("virus scanner")[0] is False
    assert look("stolen passwords")[0] is False
    (tmp_path / "list").write_text("0" * 40)
    assert look("stolen passwords")[0] is True
    monkeypatch.setattr(production, "find_virus", lambda _raw: "")
    assert look("virus scanner") == (True, "answers")


@pytest.mark.parametrize(
    "account", ["owner_url", "app_url", "queue_url", "backup_account"]
)
def test_each_account_of_the_database_is_looked_at(account, look, monkeypatch):
    if "DATABASE_URL" not in os.environ:
        assert look("database connection")[0] is True
    unverified = "postgresql://db/sala?sslmode=require"
    home = production.backups if account == "backup_account" else production.addresses
    monkeypatch.setattr(home, account, lambda: unverified)
    assert production.EXAMINATIONS["database connection"]()[0] is False


def test_the_whole_check_fails_in_a_production_that_nobody_watches(real):
    done = testing.run_command("check", "--format", "json", name=real, check=False)
    assert done.returncode == 1
    lines = {f["what"]: f["sound"] for f in json.loads(done.stdout)}
    for what in ("last backup", "last checkpoint", "ledger verified", "installation"):
        assert lines[what] is False, what


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing-here/"])
def test_each_page_says_what_the_installation_is(path):
    page = Client().get(path, follow=True).content.decode()
    assert '<strong class="govuk-tag">Demo</strong>' in page
