"""The analyst finishes a reading, lays it beside the own figures, and says why they differ."""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_published_reports import shows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

YEAR, MEASURE = 2017, "convictions_persons"
TEXT = (
    "Police investigated 69 incidents in 2017. Courts convicted {number} traffickers in 2017. "
    "The road has 7 bridges. Read in {language}."
)
SAID = {"en": "They counted appeals too.", "lo": "ເຂົານັບຄະດີອຸທອນນຳ."}
CASES = [("en", DESK, True), ("lo", PHONE, True), ("lo", PHONE, False)]


@pytest.mark.parametrize(
    ("language", "size", "script"),
    CASES,
    ids=["desk", "phone", "without a script"],
)
def test_a_reading_is_finished_and_a_difference_is_explained(
    somebody,
    language,
    size,
    script,
):
    analyst = somebody(
        language,
        size=size,
        script=script,
    ).signs_in("analyse")
    reads_a_report(analyst, language, number=20 + CASES.index((language, size, script)))
    accepts_what_was_read(analyst)
    says_what_is_no_figure(analyst)
    shows(analyst, f"finished-{language}")
    goes_beside_our_figures(analyst)
    shows(analyst, f"beside-{language}")
    analyst.goes_to(f"/narratives/compare/{YEAR}/{MEASURE}/").finds_the_page_usable()
    explains(analyst, language)
    analyst.finds_the_page_usable().sees(SAID[language])
    follows_a_number_to_its_quote(analyst)
    compares_countries(analyst)
    shows(analyst, f"countries-{language}")


def reads_a_report(analyst, language, number):
    analyst.goes_to("/narratives/read/")
    analyst.writes(
        text=TEXT.format(language=language, number=number),
        country="Laos",
        year="2018",
    )
    analyst.submits()
    analyst.finds_the_page_usable()


def accepts_what_was_read(analyst):
    buttons = "#findings ~ ol form.sala-reading__accept button"
    while analyst.page.locator(buttons).count():
        analyst.presses(buttons)
    expect(analyst.page.locator("#findings ~ ol .govuk-tag--green")).to_have_count(2)


def says_what_is_no_figure(analyst):
    buttons = "#loose ~ ul form.sala-reading__accept button"
    while analyst.page.locator(buttons).count():
        analyst.presses(buttons)
    finished = "p:has(a[href$='/compare/']) .govuk-tag--green"
    expect(analyst.page.locator(finished)).to_have_count(1)
    analyst.finds_the_page_usable()


def goes_beside_our_figures(analyst):
    analyst.goes_to(f"/narratives/compare/?year={YEAR}").finds_the_page_usable()
    expect(analyst.page.locator(f"#{MEASURE}")).to_have_count(1)


def explains(analyst, language):
    analyst.chooses("reason", "scope").writes(words=SAID[language])
    analyst.submits()


def follows_a_number_to_its_quote(analyst):
    analyst.presses(f"#{MEASURE} .sala-quoted a")
    expect(analyst.page.locator("mark:target")).to_have_count(1)
    analyst.page.locator("mark:target a").click()
    expect(analyst.page.locator("li:target")).to_have_count(1)


def compares_countries(analyst):
    analyst.goes_to(f"/narratives/countries/?measure={MEASURE}").finds_the_page_usable()
    analyst.sees(str(YEAR))
