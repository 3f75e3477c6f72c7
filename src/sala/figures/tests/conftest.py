"""A country's facts where the site looks for them."""

import pytest
from django.conf import settings

from sala.facts.folder import YearCoverage
from sala.figures.tests.countries import facts_in, record

YEAR = 2018


@pytest.fixture
def site_facts(tmp_path, monkeypatch):
    """Make records the site's facts; until then it has none."""
    monkeypatch.setattr(settings, "FACTS", tmp_path / "facts")

    def make(records, **known):
        return facts_in(tmp_path / "facts", records, **known)

    return make


@pytest.fixture
def country(site_facts):
    """52 victims identified of whom 3 are men, and 128 women met; verdicts are complete, and none."""
    victims = [
        record(
            "identified",
            key=i,
            person_key=i,
            year=YEAR,
            sex="male" if i < 3 else "female",
            age_group="adult",
            citizenship="LA",
            form="forced_labour" if i % 2 else "sexual_exploitation",
            exploited_in="TH" if i < 47 else "LA",
            province="LA01" if i < 30 else "LA13",
            origin="LA13" if i % 3 else "LA16",
        )
        for i in range(52)
    ]
    met = record(
        "met",
        key=900,
        number=128,
        sex="female",
        kind="police_operation",
        year=YEAR,
    )
    return site_facts(
        [*victims, met],
        events=["identified", "met", "screened", "verdict"],
        coverage=[YearCoverage("verdict", YEAR, "complete")],
    )
