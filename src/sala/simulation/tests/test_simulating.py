"""What every simulated country keeps: the rules of the rooms, the ledger, and the clock."""

import json
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection, transaction

from sala.access import queries as access
from sala.access.context import NotAMemberError, acting_operator
from sala.access.models import Membership
from sala.access.roles import Role
from sala.config import testing
from sala.people import actions as people
from sala.people.models import Person
from sala.people.rules import Identity
from sala.simulation import clock, staff
from sala.simulation.tests.conftest import simulated

SMALL = ("--size", "8", "--seed", "5", "--first-year", "2017", "--last-year", "2018")
# Everything that a seed decides; keys and codes are random as ever.
FACTS = (
    "SELECT decided_on, form, exploited_in, sex FROM screening_identificationdecision",
    "SELECT opened_at, country, acts, means, forms, state FROM prosecution_case",
    "SELECT action, count(*) FROM access_ledgerentry GROUP BY 1",
    "SELECT happened_on, service, sex, age_group FROM protection_servicedelivered",
    "SELECT decided_on, outcome, prison_months, fine FROM prosecution_verdict",
)


@pytest.fixture(scope="module")
def small(django_db_setup):
    with simulated("small", *SMALL) as counted:
        yield counted


def test_the_same_seed_makes_the_same_country(small):
    with simulated("again", *SMALL) as again:
        for question in FACTS:
            assert sorted(map(str, small.all(question))) == sorted(
                map(str, again.all(question)),
            )


def test_another_seed_makes_another(small):
    with simulated("other", *SMALL[:3], "6", *SMALL[4:]) as other:
        assert sorted(map(str, small.all(FACTS[0]))) != sorted(
            map(str, other.all(FACTS[0])),
        )


def test_the_ledger_of_a_simulated_country_verifies(demo_country):
    testing.run_command("ledger", "verify", name=demo_country.name)
    assert demo_country("SELECT count(*) FROM access_ledgerentry") > 3000


def test_the_ledger_says_when_it_was_really_written(demo_country):
    first = demo_country(
        "SELECT min(at) FROM access_ledgerentry WHERE action = 'people.registered'",
    )
    assert first.year > 2018
    recorded = demo_country(
        "SELECT min(registered_at), max(registered_at) FROM people_person",
    )
    assert datetime(2016, 1, 1, tzinfo=UTC) < recorded[0]
    assert recorded[1] < datetime(2019, 1, 1, tzinfo=UTC)


def test_time_goes_on_as_usual_afterwards(demo_country):
    assert demo_country("SELECT access_now() = statement_timestamp()")
    usual = "SELECT pg_get_functiondef('access_now'::regproc)"
    assert "statement_timestamp()" in demo_country(usual)
    lent = """SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        WHERE r.rolname = 'sala_app' AND m.set_option"""
    assert demo_country(lent) == 0


def test_all_is_well_with_the_system(demo_country):
    done = testing.run_command(
        "check",
        "--format",
        "json",
        name=demo_country.name,
        check=False,
    )
    assert [f["what"] for f in json.loads(done.stdout) if not f["sound"]] == []


def test_nobody_is_simulated_where_somebody_is_registered(demo_country):
    before = demo_country("SELECT count(*) FROM people_person")
    done = testing.run_command(
        "simulate",
        name=demo_country.name,
        check=False,
    )
    assert done.returncode == 1
    assert "People are registered already" in done.stderr
    assert demo_country("SELECT count(*) FROM people_person") == before


def test_the_second_demo_does_not_simulate_again(demo_country):
    before = demo_country("SELECT count(*) FROM people_person")
    done = testing.run_command("setup", "--demo", "--simulate", name=demo_country.name)
    assert "simulating" not in done.stdout
    assert demo_country("SELECT count(*) FROM people_person") == before


def test_everybody_has_an_invented_name_in_both_scripts(demo_country):
    """Three search terms and more a person who has a name: nothing else is kept in the open."""
    named = (
        "SELECT count(DISTINCT person_id) FROM people_blindindex WHERE kind = 'name'"
    )
    assert demo_country(named) >= 184 + 86 + 56


POSTS = {("LWU", Role.CASE_WORKER): 1, ("ATD", Role.CASE_WORKER): 1}


def test_row_security_holds_in_simulated_time_and_the_clock_is_put_back(owner):
    """Agencies meet the policies of the site, not those of the owner whose session it is."""
    moment = datetime(
        2017,
        5,
        5,
        9,
        tzinfo=UTC,
    )
    with owner():
        with transaction.atomic(), connection.cursor() as cursor:
            hired = staff.hire_staff(date(2017, 1, 1), POSTS)
            with clock.simulated_time():
                clock.tell_time(moment)
                cursor.execute("SELECT current_user = %s", [settings.APPLICATION_ROLE])
                assert cursor.fetchone()[0]
                with hired.acting("LWU", Role.CASE_WORKER) as by:
                    people.register_person(
                        by=by,
                        at=moment,
                        identity=Identity(),
                    )
                    assert Person.objects.count() == 1
                    assert access.database_today() == date(2017, 5, 5)
                with hired.acting("ATD", Role.CASE_WORKER):
                    assert not Person.objects.exists()
            cursor.execute("SELECT access_now() = statement_timestamp(), current_user")
            assert cursor.fetchone() == (True, testing.owner_role())
        with acting_operator("test"):
            assert Person.objects.get().registered_at == moment


def test_a_simulation_that_fails_leaves_nothing_and_the_clock_as_it_was(owner):
    with owner():
        with pytest.raises(NotAMemberError), transaction.atomic():
            hired = staff.hire_staff(date(2017, 1, 1), POSTS)
            with clock.simulated_time():
                clock.tell_time(
                    datetime(2015, 5, 5, tzinfo=UTC)
                )  # before anybody was hired
                with hired.acting("LWU", Role.CASE_WORKER):
                    pytest.fail("acted for an agency before the membership began")
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_now() = statement_timestamp(), current_user")
            assert cursor.fetchone() == (True, testing.owner_role())
        with acting_operator("test"):
            assert not Membership.objects.filter(starts_on=date(2017, 1, 1)).exists()


def test_any_pack_has_a_country_to_simulate(django_db_setup, monkeypatch):
    """Two agencies, no instrument, other languages and a year of age of majority: all the same."""
    pack = testing.ROOT / "src/sala/countries/tests/data/morvania"
    monkeypatch.setenv("SALA_PACK", str(pack))
    with testing.empty_database("any_pack") as name:
        testing.run_command("setup", "--kind", "demo", "--pack", str(pack), name=name)
        done = testing.run_command("simulate", "--size", "5", name=name)
        assert "A country drawn from seed 0" in done.stdout
        testing.run_command("ledger", "verify", name=name)
