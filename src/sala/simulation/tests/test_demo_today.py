"""The demo as somebody finds it: its last year reported, and people who wait today."""

import pytest

from sala.config import testing
from sala.simulation.tests.conftest import Counted


@pytest.fixture(scope="module")
def demo(django_db_setup):
    """What `make demo` sets up, in a copy of the database, and how to ask it in plain SQL."""
    with testing.scratch_copy("today") as name:
        testing.run("setup", "--demo", "--simulate", name=name)
        yield Counted(name).all


def test_the_last_year_is_frozen_by_two_people_and_reported(demo):
    frozen = "SELECT year, prepared_by_id <> approved_by_id FROM figures_snapshot ORDER BY year"
    assert demo(frozen) == [(2018, True)]
    approved = """SELECT r.year, r.language, t.second_at IS NOT NULL FROM narrative_yearreport r
        JOIN narrative_yearreporttext t ON t.report_id = r.id ORDER BY r.language"""
    assert demo(approved) == [(2018, "en", False), (2018, "lo", True)]
    said = "SELECT content FROM narrative_yearreporttext ORDER BY digest"
    assert all('"39", "incidents_investigated"' in c.replace('",', '", ') for (c,) in demo(said))


def test_somebody_waits_today_and_nobody_of_an_earlier_year_was_touched(demo):
    states = "SELECT state, count(*) FROM protection_referral WHERE sent_at > now() - interval "
    assert dict(demo(states + "'1 day' GROUP BY state")) == {"sent": 2, "accepted": 1}
    asked = (
        "SELECT count(*) FROM screening_identificationrequest WHERE state = 'asked' AND asked_at"
    )
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
