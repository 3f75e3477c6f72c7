"""The year's figures: at a glance, one of them, what it is made of, frozen and approved."""

import os
from itertools import count

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_report import YEAR, facts

pytestmark = [pytest.mark.browser, pytest.mark.slow]

assert (
    facts
)  # the fixture of the report's story: the same two years, brought in once more
PICTURES = os.environ.get("SALA_PICTURES")  # a folder, to look at the pages
CASES = [("en", DESK), ("lo", PHONE)]
TAKEN = count(1)


def shows(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if PICTURES:
        path = f"{PICTURES}/figures-{next(TAKEN):02d}-{name}.png"
        visitor.page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize(("language", "size"), CASES, ids=["desk", "phone"])
def test_a_figure_is_followed_from_the_start_page_to_its_events(
    facts,
    somebody,
    language,
    size,
):
    assert facts is None
    analyst = somebody(language, size=size).signs_in("analyse")
    shows(analyst, f"start-{language}")
    assert analyst.page.locator("#year").inner_text().find(str(YEAR)) >= 0
    analyst.finds_the_page_usable().presses(f"main a[href='/figures/?year={YEAR}']")
    analyst.finds_the_page_usable()
    shows(analyst, f"glance-{language}")
    analyst.presses(
        "main a[href*='/figures/victims_assisted/']",
    ).finds_the_page_usable()
    assert analyst.page.locator(".sala-answer").inner_text() == "52"
    shows(analyst, f"figure-{language}")
    analyst.presses("main a[href*='by=sex'][href*='key=male']").finds_the_page_usable()
    expect(analyst.page.locator("tbody tr")).to_have_count(1)
    shows(analyst, f"events-{language}")


@pytest.mark.parametrize(("language", "size"), CASES, ids=["desk", "phone"])
def test_pages_about_figures_are_usable(
    facts,
    somebody,
    language,
    size,
):
    assert facts is None
    analyst = somebody(language, size=size).signs_in("analyse")
    for path in (
        "completeness/",
        "frozen/",
        "frozen/prepare/",
        "renew/",
        "restitution_min/",
    ):
        analyst.goes_to(f"/figures/{path}").finds_the_page_usable()
        shows(analyst, f"{path.strip('/').replace('/', '-')}-{language}")
    supervisor = somebody(language, size=size).signs_in("supervise")
    supervisor.goes_to("/figures/").finds_the_page_usable()
    expect(supervisor.page.locator("main a[href*='/events/']")).to_have_count(0)
