"""The demo as somebody finds it: its last year reported, and people who wait today."""

import pytest

from sala.access.models import Membership
from sala.config import country, testing
from sala.simulation import published
from sala.simulation.tests.conftest import Counted


@pytest.fixture(scope="module")
def demo(django_db_setup):
    """What `make demo` sets up where nothing is, and how to ask it in plain SQL."""
    with testing.empty_database("today") as name:
        pack = country.default_pack()
        testing.run_command(
            "setup",
            "--pack",
            pack,
            "--demo",
            "--simulate",
            name=name,
        )
        yield Counted(name).all


@pytest.fixture
def real(django_db_setup):
    """A database where people of a ministry are users, and nobody is registered yet."""
    with testing.scratch_copy("real") as name:
        yield Counted(name)


def test_no_demo_acts_where_somebody_else_is_a_user(real):
    done = testing.run_command(
        "setup",
        "--demo",
        "--simulate",
        name=real.name,
        check=False,
    )
    assert done.returncode == 1
    assert "analyst.own" in done.stderr
    assert real("SELECT count(*) FROM access_user WHERE username = 'analyse'") == 0
    for table in ("people_person", "narrative_publishedreport", "figures_snapshot"):
        assert real(f"SELECT count(*) FROM {table}") == 0


def test_only_the_demos_own_analyst_reads_the_published_reports(demo):
    read = """SELECT DISTINCT u.username FROM narrative_publishedreport r
        JOIN access_user u ON u.id = r.read_by_id"""
    assert demo(read) == [("analyse",)]


def test_reports_are_read_by_nobody_but_whom_it_says(owner, now, tmp_path):
    (tmp_path / published.FOLDER).mkdir()
    (tmp_path / published.FOLDER / "one.txt").write_text("Courts convicted 12 in 2018.")
    with owner(), pytest.raises(Membership.DoesNotExist):
        published.read_reports(
            folder=tmp_path,
            at=now,
            reader="analyse",
        )


def test_a_demo_starts_again_as_it_was(demo):
    before = demo("SELECT count(*) FROM people_person")
    done = testing.run_command("setup", "--demo", "--simulate", name=demo.__self__.name)
    assert "simulating" not in done.stdout
    assert demo("SELECT count(*) FROM people_person") == before


def test_the_last_year_is_frozen_by_two_people_and_reported(demo):
    frozen = "SELECT year, prepared_by_id <> approved_by_id FROM figures_snapshot ORDER BY year"
    assert demo(frozen) == [(2018, True)]
    approved = """SELECT r.year, r.language, t.second_at IS NOT NULL FROM narrative_yearreport r
        JOIN narrative_yearreporttext t ON t.report_id = r.id ORDER BY r.language"""
    assert demo(approved) == [(2018, "en", False), (2018, "lo", True)]
    said = "SELECT content FROM narrative_yearreporttext ORDER BY digest"
    assert all(
        '"39", "incidents_investigated"' in c.replace('",', '", ')
        for (c,) in demo(said)
    )


def test_somebody_waits_today_and_nobody_of_an_earlier_year_was_touched(demo):
    states = "SELECT state, count(*) FROM protection_referral WHERE sent_at > now() - interval "
    assert dict(demo(states + "'1 day' GROUP BY state")) == {"sent": 2, "accepted": 1}
    asked = "SELECT count(*) FROM screening_identificationrequest WHERE state = 'asked' AND asked_at"
    assert demo(asked + " > now() - interval '1 day'") == [(2,)]
    earlier = """SELECT count(*) FROM protection_referral f JOIN people_person p
        ON p.id = f.person_id WHERE f.sent_at > now() - interval '1 day'
        AND p.registered_at < now() - interval '1 day'"""
    assert demo(earlier) == [(0,)]


def test_published_reports_are_read_and_say_what_was_asked_of_the_country(demo):
    read = "SELECT count(*) FROM narrative_publishedreport WHERE country = 'LAO'"
    assert demo(read) == [(2,)]
    assert demo("SELECT year, tier FROM partnership_tierplacement ORDER BY year") == [
        (2018, "3"),
        (2019, "2WL"),
    ]
    asked = "SELECT year, count(*), count(repeats_id) FROM partnership_recommendation GROUP BY year"
    (earlier, later) = sorted(demo(asked))
    assert (earlier[1:], later[1]) == ((2, 0), 10)
    assert later[2], "at least one was asked the year before"
