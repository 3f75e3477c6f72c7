"""The demo as somebody finds it: its last year reported, and people who wait today."""

import psycopg
import pytest

from sala.config import testing


@pytest.fixture(scope="module")
def demo(django_db_setup):
    """What `make demo` sets up, in a copy of the database, and how to ask it in plain SQL."""
    with testing.scratch_copy("today") as name:
        testing.run("setup", "--demo", "--simulate", name=name)
        with psycopg.connect(testing.administrator_url(name)) as connection:
            yield lambda question: connection.execute(question).fetchall()


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
