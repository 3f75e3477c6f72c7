"""An account is stolen: one command ends it and says what it reached; the runbook is tried."""

import json
import re
from datetime import timedelta
from pathlib import Path

import click
import pytest
from django.test import Client

from sala.access import actions as access
from sala.access.ledger_terms import collect_words
from sala.access.roles import Purpose, Role
from sala.config import command, incidents, testing
from sala.kit import clock
from sala.kit.uploaded_files import SentFile
from sala.people import actions as people
from sala.people.rules import Identity

RUNBOOK = Path(__file__).parents[2] / "docs" / "runbook.md"
SOUNDS_SHOWN = re.compile(r"_(opened|exported|taken|searched|broken)$")
# What sounds so and begins or moves a thing, and shows nobody.
SHOWS_NOBODY = {
    "narrative.year_report_opened",
    "partnership.assessment_opened",
    "prosecution.case_opened",
    "prosecution.investigation_opened",
    "protection.entitlements_opened",
    "access.lane_opened",
}


@pytest.fixture
def stolen(scratch, actor, user_of):
    """A case worker who is signed in, and opened somebody; the cookie is the thief's."""
    user = user_of(Role.CASE_WORKER)
    with testing.default_database(scratch):
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        with actor(Role.CASE_WORKER) as by:
            person = people.register_person(
                by=by, at=clock.now() - timedelta(seconds=1), identity=Identity()
            )
        with actor(Role.CASE_WORKER) as by:
            people.open_identity(by=by, person=person.id, purpose=Purpose.SERVICES)
        assert client.get("/people/").status_code == 200
        yield client, user, person


def test_one_command_ends_an_account_and_lists_what_it_reached(scratch, stolen):
    client, user, person = stolen
    said = end_account(scratch, user.username)
    assert client.get("/people/").status_code == 302
    user.refresh_from_db()
    assert not user.has_usable_password()
    (reach,) = said["reach"]
    assert reach["role"] == "case_worker"
    assert reach["people"] >= 1
    assert reach["opens_names"]
    shown = [o for o in said["openings"] if o["action"] == "people.identity_opened"]
    assert [o["subject"] for o in shown] == [str(person.id)]
    assert said["keepers"] == ["LWU"]
    assert any("Data protection" in line for line in said["tell"])
    plain = testing.run_command(
        "incident", "account", user.username, "--since", "2020-01-01", name=scratch
    )
    assert "Ended" in plain.stdout
    assert str(person.id) in plain.stdout


def test_what_came_before_the_theft_is_not_listed(scratch, stolen):
    _client, user, _person = stolen
    told = testing.run_command(
        *("incident", "account", user.username, "--since", "2090-01-01"),
        *("--format", "json"),
        name=scratch,
    )
    assert json.loads(told.stdout)["openings"] == []


def test_whom_a_paper_was_of_is_whose_keeper_hears_of_it(scratch, actor, user_of):
    user = user_of(Role.IDENTIFICATION_OFFICER)
    with testing.default_database(scratch):
        with actor(Role.CASE_WORKER) as by:
            person = people.register_person(
                by=by, at=clock.now() - timedelta(seconds=2), identity=Identity()
            )
            paper = people.add_attachment(
                by=by,
                at=clock.now() - timedelta(seconds=1),
                person=person.id,
                what="statement",
                file=SentFile("pdf", b"%PDF-1.4 invented %%EOF"),
            )
        with actor(Role.IDENTIFICATION_OFFICER) as by:
            people.open_attachment(
                by=by, attachment=paper, purpose=Purpose.IDENTIFICATION
            )
    said = end_account(scratch, user.username)
    shown = {opening["action"] for opening in said["openings"]}
    assert shown == {"people.attachment_opened"}
    assert said["keepers"] == ["LWU"]


def test_who_is_told_works_there_today(scratch, actor, user_of):
    """A supervisor whose role ends next year is, and one whose role begins is not yet."""
    thief, temporary = user_of(Role.CASE_WORKER), user_of(Role.ANALYST)
    coming, today = user_of(Role.COURT_CLERK), clock.today()
    with testing.default_database(scratch), actor(Role.ADMINISTRATOR) as by:
        for user, first_day in ((temporary, today), (coming, today + timedelta(9))):
            access.give_role(
                by=by,
                user=user,
                agency=by.agency,
                role=Role.SUPERVISOR,
                starts_on=first_day,
                ends_on=today + timedelta(days=200),
            )
    told = end_account(scratch, thief.username)["tell"]
    assert f"{temporary.full_name}, Supervisor, LWU" in told
    assert f"{coming.full_name}, Supervisor, LWU" not in told


def end_account(name, username):
    told = testing.run_command(
        *("incident", "account", username, "--since", "2020-01-01"),
        *("--format", "json"),
        name=name,
    )
    return json.loads(told.stdout)


def test_an_account_that_is_not_there_is_one_line(scratch):
    done = testing.run_command(
        *("incident", "account", "nobody", "--since", "2026-01-01"),
        name=scratch,
        check=False,
    )
    assert done.returncode == 2
    assert "no user" in done.stderr


def test_every_entry_of_being_shown_something_is_listed():
    sounding = {a for a in collect_words("ACTIONS") if SOUNDS_SHOWN.search(a)}
    assert sounding <= set(incidents.OPENINGS) | SHOWS_NOBODY
    assert set(incidents.OPENINGS) <= collect_words("ACTIONS").keys()


def test_every_command_of_the_runbook_is_there():
    named = set(re.findall(r"sala ((?:[a-z]+ ?)+)", RUNBOOK.read_text()))
    assert len(named) > 8
    for words in named:
        group: click.Command = command.sala
        for word in words.split():
            if not isinstance(group, click.Group):
                break
            found = group.get_command(click.Context(group), word)
            assert found is not None, words
            group = found
