"""The secretariat answers the outside view: tiers, recommendations, the country's own assessment.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_published_reports import REPORT
from tests.journeys.test_the_record import the_day

from sala.kit.tests.test_uploaded_files import PDF

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CASES = [("en", DESK), ("lo", PHONE)]
# Each language its own years, since both stories happen in one country.
YEARS = {"en": (2008, 2009), "lo": (2011, 2012)}


@pytest.mark.parametrize(("language", "size"), CASES, ids=["desk", "phone"])
def test_a_report_is_taken_over_and_the_country_judges_itself(somebody, language, size):
    before, year = YEARS[language]
    analyst = somebody(language, size=size).signs_in("analyse")
    for each in (before, year):
        analyst.goes_to("/narratives/read/")
        analyst.writes(
            text=f"{REPORT.read_text()}\n\nOf {each}.",
            country="Laos",
            year=str(each),
        )
        analyst.submits()
        analyst.presses("a[href$='/take-over/']").finds_the_page_usable()
        analyst.submits()
        analyst.finds_the_page_usable()
    again = analyst.page.locator(".sala-matrix__cell--again")
    assert again.count() >= 10, "all ten were recognised in the second year"
    analyst.goes_to("/partnership/recommendations/years/?owner=-&state=open")
    analyst.finds_the_page_usable()
    analyst.goes_to("/partnership/tiers/").finds_the_page_usable().sees(str(year))
    analyst.goes_to("/partnership/tiers/add/").finds_the_page_usable()
    analyst.writes(year=str(year), source="TIP").chooses("tier", "3")
    analyst.submits()
    expect(
        analyst.page.locator(".govuk-error-summary a"),
        "the year has its tier",
    ).to_have_count(1)
    analyst.goes_to("/partnership/assessments/open/").finds_the_page_usable()
    analyst.writes(year=str(year))
    analyst.submits()
    analyst.finds_the_page_usable()
    page = analyst.page.url.removeprefix(analyst.address)
    analyst.goes_to(f"{page}I02/document/").finds_the_page_usable()
    analyst.writes(
        document="Decree 245",
        place="Article 3",
        **the_day("dated_on"),
    )
    decree = {
        "name": "decree.html",
        "mimeType": "text/html",
        "buffer": PDF,
    }
    analyst.page.set_input_files("[name=file]", files=[decree])
    analyst.submits()
    analyst.finds_the_page_usable().presses(
        "a[href*='/figures/cite/']",
    ).finds_the_page_usable()
    analyst.chooses("codes", "victims_identified")
    analyst.submits()
    analyst.finds_the_page_usable()
    analyst.chooses("verdict", "partly").writes(
        reasons="Shelters are open; men are not served.",
    )
    analyst.submits()
    analyst.finds_the_page_usable().sees("Decree 245").sees("men are not served")
    overseer = somebody(language).signs_in("oversee")
    overseer.goes_to("/partnership/assessments/").finds_the_page_usable()
    overseer.goes_to(page).finds_the_page_usable().sees("Decree 245")
    overseer.presses("main a[href*='/evidence/']").finds_the_page_usable().sees(
        "Article 3",
    )
    document = overseer.page.url.removeprefix(overseer.address)
    with overseer.page.expect_download() as saved:
        overseer.page.locator("main form button[type=submit]").click()
    assert saved.value.suggested_filename.startswith(f"assessment-{year}-I02-")
    assert saved.value.path().read_bytes() == PDF
    worker = somebody(language).signs_in("shelter")
    for closed in (page, document):
        worker.goes_to(closed).does_not_see("Decree 245")
    worker.goes_to("/partnership/tiers/").finds_the_page_usable().sees(str(year))
