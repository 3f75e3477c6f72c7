"""The frame of a report as the pages of twenty years and of several archives set it."""

import json

import pytest

from sala_reader.report import read_report
from sala_reader.scoring import tidy_text
from sala_reader.tests.annotated import DATA

OPENINGS = json.loads((DATA / "openings.json").read_text())


@pytest.mark.parametrize("row", OPENINGS, ids=[row["name"] for row in OPENINGS])
def test_an_opening_says_whose_when_which_tier_and_what_is_asked(row):
    reading = read_report(row["text"])
    assert (reading.country, reading.report_year) == (row["country"], row["year"])
    assert (reading.tier, reading.tier_change) == (row["tier"], row["change"])
    assert [tidy_text(r) for r in reading.as_dict()["recommendations"]] == row[
        "recommendations"
    ]
