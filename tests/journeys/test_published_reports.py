"""The analyst reads a published report, finishes the reading beside its text, in both languages."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORT = Path(__file__).parents[2] / "src/sala_reader/tests/data/LAO-2019.txt"
PICTURES = os.environ.get("SALA_PICTURES")  # a folder, to look at the pages
CASES = [("en", DESK), ("lo", PHONE)]


def shows(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if PICTURES:
        visitor.page.screenshot(path=f"{PICTURES}/{name}.png")


@pytest.mark.parametrize(("language", "size"), CASES, ids=["desk", "phone"])
def test_a_report_is_read_and_its_figures_are_reviewed(somebody, language, size):
    analyst = somebody(language, size=size).signs_in("analyse")
    analyst.goes_to("/narratives/").finds_the_page_usable()
    analyst.goes_to("/narratives/read/").finds_the_page_usable()
    shows(analyst, f"read-{language}")
    text = f"{REPORT.read_text()}\n\nRead in {language}."
    analyst.writes(
        text=text,
        country="Laos",
        year="2019",
    )
    analyst.submits()
    analyst.finds_the_page_usable().sees("39 incidents")
    shows(analyst, f"show-{language}")
    address = analyst.page.url.removeprefix(analyst.address)
    analyst.page.locator("a[href='#at-4265']").first.click()
    assert analyst.page.locator("mark#at-4265:target").inner_text() == "39 incidents"
    shows(analyst, f"target-{language}")
    analyst.presses("li:has(a[href='#at-4265']) a[href*='figures']")
    analyst.finds_the_page_usable().chooses("verdict", "corrected")
    analyst.writes(value="40")
    shows(analyst, f"review-{language}")
    analyst.submits()
    analyst.finds_the_page_usable()
    expect(
        analyst.page.locator("li:has(a[href='#at-4265']) .govuk-tag--blue"),
    ).to_have_count(1)
    analyst.presses("li:has(a[href='#at-4279']) button")
    expect(
        analyst.page.locator("li:has(a[href='#at-4279']) .govuk-tag--green"),
    ).to_have_count(1)
    analyst.goes_to(f"{address}add/").finds_the_page_usable()
    analyst.writes(
        quote="101 official",
        value="101",
        year="2018",
    )
    analyst.page.select_option("select[name=measure]", "border_crossings")
    analyst.submits()
    analyst.finds_the_page_usable()
