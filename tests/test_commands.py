"""The `sala` command as an operator uses it."""

import csv
import io
import json

import pytest

from sala.access.context import acting_operator
from sala.access.models import Membership
from sala.access.roles import Purpose, Role
from sala.config import addresses, testing
from sala.people import actions, rewrapping, rules
from sala.vault import keyring

IDENTITY = rules.Identity(names=(rules.PersonName("Somphone Keomany"),))


def test_help_is_the_map():
    text = testing.run_command("--help").stdout
    for word in (
        "demo",
        "start",
        "setup",
        "check",
        "backup",
        "user",
        "pack",
        "ledger",
        "keys",
    ):
        assert word in text


def test_check_says_in_one_screen_that_all_is_well(scratch):
    done = testing.run_command(
        "check",
        "--format",
        "json",
        name=scratch,
        check=False,
    )
    findings = json.loads(done.stdout)
    # Only its administrator can quiet the log of a server that is not ours.
    others = {"server log", "owner"} if addresses.is_remote() else set()
    assert [f for f in findings if not f["sound"] and f["what"] not in others] == []
    assert {
        "application role",
        "row-level security",
        "keys",
        "migrations",
        "law",
        "clock",
        "disk",
    } <= {f["what"] for f in findings}


# Tables that were made by migrations which have been put together since.
OF_AN_EARLIER_DAY = """UPDATE django_migrations SET name = '0001_initial'
    WHERE app = 'people' AND name = '0001_tables'"""


def test_setup_goes_on_from_no_database_that_stopped_half_way(scratch):
    testing.execute_statement(OF_AN_EARLIER_DAY, on=scratch)
    done = testing.run_command(
        "setup",
        name=scratch,
        check=False,
    )
    assert (
        done.returncode,
        "The tables of people are of an earlier day" in done.stderr,
    ) == (
        1,
        True,
    )


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("ALTER ROLE {} BYPASSRLS", "application role"),
        ("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY", "row-level security"),
        ("GRANT SELECT, UPDATE ON access_contextsecret TO {}", "row-level security"),
        ("DELETE FROM django_migrations WHERE app = 'people'", "migrations"),
        (OF_AN_EARLIER_DAY, "migrations"),
        ("DROP POLICY need_to_know_select ON people_person", "law"),
    ],
)
def test_check_finds_what_is_not_as_it_should_be(damage, what, scratch):
    from sala.config.roles import APP_ROLE

    names = [APP_ROLE] if "{}" in damage else []
    testing.execute_statement(damage, *names, on=scratch)
    try:
        done = testing.run_command(
            "check",
            "--format",
            "json",
            name=scratch,
            check=False,
        )
    finally:
        testing.execute_statement("ALTER ROLE {} NOBYPASSRLS", APP_ROLE, on=scratch)
    assert done.returncode == 1
    assert what in {f["what"] for f in json.loads(done.stdout) if not f["sound"]}


def test_a_user_is_added_invited_listed_and_ended(scratch):
    added = testing.run_command(
        "user",
        "add",
        "new.person",
        "--name",
        "New Person",
        "--agency",
        "LWU",
        "--role",
        "case_worker",
        name=scratch,
    )
    assert "/invitation/" in added.stdout
    assert (
        "/invitation/"
        in testing.run_command("user", "invite", "new.person", name=scratch).stdout
    )
    rows = json.loads(
        testing.run_command(
            "user",
            "list",
            "--format",
            "json",
            name=scratch,
        ).stdout,
    )
    (row,) = [r for r in rows if r["user"] == "new.person"]
    assert (row["agency"], row["role"], row["to"]) == ("LWU", "case_worker", "")
    assert (
        "1 roles ended"
        in testing.run_command("user", "end", "new.person", name=scratch).stdout
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("user", "invite", "nobody"), "no user"),
        (
            (
                "user",
                "add",
                "x y",
                "--name",
                "X",
                "--agency",
                "LWU",
                "--role",
                "case_worker",
            ),
            "characters",
        ),
        (
            (
                "user",
                "add",
                "x",
                "--name",
                "X",
                "--agency",
                "NONE",
                "--role",
                "case_worker",
            ),
            "NONE",
        ),
        (
            ("user", "add", "x", "--name", "X", "--agency", "LWU", "--role", "king"),
            "king",
        ),
    ],
)
def test_a_wrong_argument_is_named_with_exit_code_2(arguments, word, scratch):
    done = testing.run_command(
        *arguments,
        name=scratch,
        check=False,
    )
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_setting_up_again_changes_nothing(scratch):
    said = testing.run_command("setup", "--pack", "laos", name=scratch).stdout
    assert "0 added, 0 changed, 0 retired" in said
    assert "0 agencies changed" in said


def test_a_wrong_database_address_says_what_to_do():
    import os
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "sala.config.command", "setup"],
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
        check=False,
    )
    assert done.returncode == 1
    assert "Set DATABASE_URL to a PostgreSQL 16 or newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_rotate_while_people_are_registered_and_opened(
    scratch,
    actor,
    now,
    owner,
    rotating,
):
    with actor(Role.CASE_WORKER) as by:
        before = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
    name = rotating.rotate()
    with actor(Role.CASE_WORKER) as by:
        during = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
        for person in (before, during):
            actions.open_identity(
                by=by,
                person=person.id,
                purpose=Purpose.SERVICES,
            )
    with owner(), acting_operator("test") as operator:
        assert rewrapping.still_under_old_keys() == 1
        assert rewrapping.rewrap_some(by=operator) == 1
        assert rewrapping.still_under_old_keys() == 0
    rotating.retire()
    assert list(keyring.load_keyring().wrapping) == [name]
    with actor(Role.CASE_WORKER) as by:
        for person in (before, during):
            opened = actions.open_identity(
                by=by,
                person=person.id,
                purpose=Purpose.SERVICES,
            )
            assert opened.identity == IDENTITY


def test_a_role_that_ends_closes_the_session(scratch, sign_in, owner):
    client = sign_in(Role.CASE_WORKER)
    assert client.get("/").status_code == 200
    testing.run_command("user", "end", "case-worker.own", name=scratch)
    response = client.get("/")
    assert response.status_code == 302
    assert "/account/login/" in response.url
    with owner(), acting_operator("test"):
        assert (
            Membership.objects.filter(
                user__username="case-worker.own",
                ends_on=None,
            ).count()
            == 0
        )


def test_published_reports_are_compared_as_an_analyst_sees_them(
    scratch,
    actor,
    now,
    tmp_path,
    monkeypatch,
):
    from sala.narrative import actions as narrative
    from sala.narrative import queries
    from sala_reader import read_report

    with actor(Role.ANALYST) as by:
        for number, title in ((12, "a [paper]"), (14, "=HYPERLINK(1)")):
            text = f"Courts convicted {number} traffickers in 2018."
            reading = read_report(
                text,
                country="LAO",
                year=2019,
            )
            key = narrative.keep_reading(
                by=by,
                at=now,
                reading=reading,
                title=title,
            )
            for figure in queries.published_report(by=by, key=key).figures:
                narrative.review_figure(
                    by=by,
                    at=now,
                    figure=figure.id,
                    verdict="accepted",
                )
    monkeypatch.setenv(
        "SALA_FACTS",
        str(tmp_path),
    )  # whatever facts other tests leave behind
    asked = ("compare", "--year", "2018")
    done = testing.run_command(
        *asked,
        "--as",
        "analyst.own",
        "--format",
        "json",
        name=scratch,
    )
    (row,) = [r for r in json.loads(done.stdout) if r["report"] == "a [paper]"]
    assert (row["measure"], row["stated_value"]) == ("convictions_persons", 12)
    assert row["difference"] == "not_recorded"
    done = testing.run_command(*asked, "--as", "analyst.own", name=scratch)
    assert "a [paper]" in done.stdout
    table = testing.run_command(
        *asked,
        "--as",
        "analyst.own",
        "--format",
        "csv",
        name=scratch,
    ).stdout
    titles = {r["report"] for r in csv.DictReader(io.StringIO(table))}
    assert "'=HYPERLINK(1)" in titles, "no spreadsheet runs a title"
    unnamed = testing.run_command(
        *asked,
        name=scratch,
        check=False,
    )
    assert (unnamed.returncode, "Name the analyst" in unnamed.stderr) == (2, True)
    other = testing.run_command(
        *asked,
        "--as",
        "analyst.other",
        name=scratch,
        check=False,
    )
    assert other.returncode == 1
