"""Stories of the record, lived by the people of the role table, on a phone, in both languages.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.test_ground_floor import NAMES, registers

from sala.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = pytest.mark.parametrize("language", ["en", "lo"])
DESK = {"width": 1200, "height": 900}


def the_day(name: str) -> dict[str, str]:
    """Today, as the three parts of a field."""
    today = clock.today()
    return {
        f"{name}_{part}": str(getattr(today, part)) for part in ("day", "month", "year")
    }


@LANGUAGES
def test_the_october_operation_cannot_be_overlooked(somebody, language):
    officer = somebody(language).signs_in("investigate")
    officer.goes_to("/screening/operations/add/").finds_the_page_usable()
    officer.chooses("kind", "police_operation").chooses("place_code", "LA01")
    officer.writes(**the_day("happened_on"))
    officer.writes(met_female_adult_national="93", met_female_adult_foreign="35")
    officer.submits()
    officer.finds_the_page_usable().sees("128")
    expect(officer.page.locator(".govuk-warning-text")).to_have_count(1)
    address = officer.page.url.removeprefix(officer.address)
    supervisor = somebody(language, size=DESK).signs_in("direct")
    supervisor.goes_to("/").presses("main a[href='/screening/operations/']")
    supervisor.finds_the_page_usable().sees("128")
    supervisor.goes_to(address + "not-screened/").finds_the_page_usable()
    supervisor.chooses("reason", "not_done").writes(number="128")
    supervisor.submits()
    supervisor.finds_the_page_usable()
    expect(supervisor.page.locator(".govuk-warning-text")).to_have_count(0)
    # The reasons are known; that nobody was asked is still no success.
    expect(supervisor.page.locator("main .govuk-tag--yellow")).to_have_count(1)


@LANGUAGES
def test_a_man_received_home_is_owed_help_and_gets_it(somebody, language):
    authority = somebody(language).signs_in("identify")
    code = registers(authority, NAMES[language] + " Five")
    authority.goes_to(f"/screening/people/{code}/received/").finds_the_page_usable()
    authority.chooses("neighbour", "TH").chooses("sex", "male").chooses(
        "age_group",
        "adult",
    )
    authority.writes(authority="Department of Special Investigation")
    authority.writes(**the_day("decided_on")).writes(**the_day("received_on"))
    authority.chooses("form", "forced_labour").chooses("exploited_in", "TH")
    authority.submits()
    authority.finds_the_page_usable().sees("Department of Special Investigation")
    owed = authority.page.locator("main a[href*='/protection/entitlements/']").count()
    assert owed > 0, "rights open by themselves"


@LANGUAGES
def test_a_child_whose_age_is_in_doubt_needs_no_means(somebody, language):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Six")
    worker.presses(
        f"main a[href='/screening/people/{code}/ask/']",
    ).finds_the_page_usable()
    worker.chooses("sex", "female").chooses("age_group", "in_doubt").chooses(
        "citizenship",
        "LA",
    )
    worker.submits()
    worker.finds_the_page_usable()
    officer = somebody(language).signs_in("identify")
    officer.goes_to("/screening/identification/").finds_the_page_usable()
    spoken = f"{code[:3]} {code[3:6]} {code[6:]}"
    entry = officer.page.locator("main tbody tr", has_text=spoken).locator("a")
    with officer.page.expect_navigation():
        entry.click()
    officer.finds_the_page_usable()
    officer.chooses("act", "transport").chooses("act_evidence", "statement")
    officer.chooses("form", "forced_marriage").chooses("form_evidence", "witness")
    officer.chooses("outcome", "identified")
    officer.submits()
    officer.does_not_see(spoken)
    worker.goes_to(f"/people/{code}/").finds_the_page_usable()
    worker.presses("main a[href*='/protection/entitlements/']").finds_the_page_usable()
    worker.chooses("move", "offer").writes(**the_day("happened_on"))
    worker.submits()
    worker.chooses("move", "lack").chooses("reason", "no_place")
    worker.submits()
    worker.goes_to("/protection/gaps/").finds_the_page_usable()
    worker.goes_to(f"/people/{code}/").finds_the_page_usable()


@LANGUAGES
def test_who_returns_is_asked_after(somebody, language):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Seven")
    worker.presses(f"main a[href='/protection/people/{code}/returns/add/']")
    worker.finds_the_page_usable()
    for field, value in {
        "kind": "home",
        "agreed": "person",
        "risk": "safe_with_support",
    }.items():
        worker.chooses(field, value)
    worker.chooses("accompanied", "case_worker").chooses("place_code", "LA01")
    worker.writes(**the_day("planned_on"))
    worker.submits()
    worker.finds_the_page_usable()
    worker.chooses("outcome", "go").writes(**the_day("happened_on"))
    worker.submits()
    worker.finds_the_page_usable()
    worker.presses("main a[href*='/protection/follow-ups/']").finds_the_page_usable()
    worker.writes(**the_day("happened_on")).chooses("manner", "phone")
    worker.chooses("found", "exploited_again")
    worker.submits()
    worker.goes_to(f"/people/{code}/").finds_the_page_usable()
    expect(worker.page.locator(".govuk-warning-text")).to_have_count(1)
    worker.goes_to("/protection/follow-ups/").finds_the_page_usable()
    worker.goes_to("/notices/").finds_the_page_usable()


@LANGUAGES
def test_the_secretariat_sees_numbers_and_nobody(somebody, language):
    analyst = somebody(language, size=DESK).signs_in("analyse")
    analyst.goes_to("/protection/gaps/").finds_the_page_usable()
    assert not re.search(r"\b\d{3} \d{3} \d{4}\b", analyst.page.inner_text("main"))
