"""Stories of prevention and partnership: what is done so that nobody is trafficked, and the gaps.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import pytest
from playwright.sync_api import expect
from tests.journeys.test_the_record import the_day

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = pytest.mark.parametrize("language", ["en", "lo"])
DESK = {"width": 1200, "height": 900}
# Each language its own place and number, since both stories happen in one country.
PROVINCE = {"en": "LA13", "lo": "LA16"}
CROSSING = {"en": "LAX003", "lo": "LAX014"}


@LANGUAGES
def test_a_crossing_where_nobody_is_trained_is_seen_and_trained(somebody, language):
    crossing = CROSSING[language]
    officer = somebody(language).signs_in("border")
    officer.goes_to("/prevention/").finds_the_page_usable()
    officer.goes_to(f"/prevention/crossings/{crossing}/").finds_the_page_usable()
    expect(
        officer.page.locator("main .govuk-tag--red"),
        "nobody trained or screened",
    ).to_have_count(1)
    officer.presses("main a[href$='/hours/']").finds_the_page_usable()
    officer.writes(**the_day("from_on")).writes(opens_at="08:00", closes_at="16:00")
    officer.chooses("managed_by", "district")
    officer.submits()
    officer.finds_the_page_usable().sees("08:00")
    officer.goes_to("/prevention/trainings/add/").finds_the_page_usable()
    officer.chooses("topics", "identification").chooses("audiences", "border")
    officer.writes(**the_day("starts_on")).writes(days="2")
    officer.chooses("crossing_code", crossing).chooses("paid_by", "mixed")
    officer.chooses("agency_0", "BORDER").writes(
        trained_0_female="9",
        trained_0_male="31",
    )
    officer.chooses("agency_1", "BORDER").writes(trained_1_male="1")
    officer.submits()
    officer.finds_the_page_usable()
    expect(
        officer.page.locator(".govuk-error-summary a"),
        "an agency stands there once",
    ).to_have_count(1)
    officer.chooses("agency_1", "LWU")
    officer.submits()
    officer.finds_the_page_usable().sees("41").sees("31")
    officer.goes_to(f"/prevention/crossings/{crossing}/").finds_the_page_usable().sees(
        "41",
    )
    expect(
        officer.page.locator("main .govuk-tag--yellow"),
        "nobody screened yet",
    ).to_have_count(1)
    officer.goes_to("/prevention/crossings/").finds_the_page_usable()
    officer.goes_to("/prevention/trainings/").finds_the_page_usable()


@LANGUAGES
def test_an_inspector_finds_fees_and_the_licence_is_suspended(somebody, language):
    code = {"en": "RA-EN", "lo": "RA-LO"}[language]
    inspector = somebody(language).signs_in("inspect")
    inspector.goes_to("/prevention/recruiters/add/").finds_the_page_usable()
    inspector.writes(
        code=code,
        name=f"Far Away {code}",
        **the_day("licensed_on"),
    )
    inspector.chooses("destination_0", "TH")
    inspector.submits()
    inspector.finds_the_page_usable()
    recruiter = inspector.page.url.removeprefix(inspector.address)
    inspector.goes_to("/prevention/inspections/add/").finds_the_page_usable()
    inspector.chooses("kind", "recruitment_agency").chooses("recruiter", code)
    inspector.chooses("findings", "fees_charged").chooses(
        "measures",
        "suspension_asked",
    )
    inspector.submits()
    inspector.finds_the_page_usable()
    inspector.goes_to(recruiter).chooses("move", "suspend").chooses(
        "reason",
        "fees_charged",
    )
    inspector.submits()
    inspector.finds_the_page_usable()
    expect(inspector.page.locator("main .govuk-tag--yellow")).to_have_count(1)
    inspector.goes_to("/prevention/recruiters/").finds_the_page_usable().sees(code)
    inspector.goes_to("/prevention/inspections/").finds_the_page_usable()


@LANGUAGES
def test_nobody_counted_is_not_nobody_reached(somebody, language):
    worker = somebody(language, size=DESK).signs_in("mediate")
    for reached in ("1080", ""):
        worker.goes_to("/prevention/awareness/add/").finds_the_page_usable()
        worker.chooses("channel", "village_meeting").chooses("topics", "safe_migration")
        worker.chooses("audiences", "public").writes(
            **the_day("starts_on"),
            reached=reached,
        )
        worker.submits()
        worker.finds_the_page_usable()
    worker.goes_to("/prevention/awareness/").finds_the_page_usable()
    worker.goes_to("/prevention/").finds_the_page_usable()


@LANGUAGES
def test_a_committee_on_paper_is_not_one_that_met(somebody, language):
    analyst = somebody(language).signs_in("analyse")
    analyst.goes_to("/partnership/committees/add/").finds_the_page_usable()
    analyst.chooses("level", "province").chooses("place_code", PROVINCE[language])
    analyst.writes(**the_day("founded_on")).chooses("agency", "PSCOM")
    analyst.submits()
    analyst.finds_the_page_usable()
    committee = analyst.page.url.removeprefix(analyst.address)
    analyst.goes_to("/partnership/").finds_the_page_usable()
    assert analyst.page.locator(".sala-map__area--some").count() >= 2, (
        "on the map and in the key"
    )
    member = somebody(language).signs_in("shelter")
    member.goes_to(f"{committee}meetings/add/").finds_the_page_usable()
    member.chooses("present", "LWU").chooses("present", "MOPS").writes(
        **the_day("happened_on"),
    )
    member.submits()
    member.finds_the_page_usable()
    member.goes_to("/partnership/").finds_the_page_usable()
    assert member.page.locator(".sala-map__area--good").count() >= 2
    member.goes_to("/partnership/committees/").finds_the_page_usable()


@LANGUAGES
def test_a_recommendation_is_kept_until_it_is_answered(somebody, language):
    year, text = {"en": ("2018", "Screen migrants."), "lo": ("2019", "ຄັດກອງຜູ້ເຄື່ອນຍ້າຍ.")}[
        language
    ]
    analyst = somebody(language, size=DESK).signs_in("analyse")
    analyst.goes_to("/partnership/recommendations/add/").finds_the_page_usable()
    analyst.writes(
        source="TIP",
        year=year,
        number="2",
        **{f"texts_{language}": text},
    )
    analyst.submits()
    analyst.finds_the_page_usable().sees(text)
    page = analyst.page.url.removeprefix(analyst.address)
    analyst.goes_to(page + "owner/").finds_the_page_usable()
    analyst.chooses("agency", "LWU").chooses("priority", "high")
    analyst.submits()
    analyst.goes_to(page + "repeats/").finds_the_page_usable()
    analyst.goes_to("/").sees("1")
    worker = somebody(language).signs_in("shelter")
    worker.goes_to("/").presses("main a[href='/partnership/recommendations/']")
    worker.finds_the_page_usable().goes_to(page).finds_the_page_usable()
    worker.chooses("move", "answer").writes(note="A guideline was written.")
    worker.submits()
    worker.finds_the_page_usable()
    expect(
        worker.page.locator(".govuk-error-summary a"),
        "where can it be checked?",
    ).to_have_count(1)
    worker.writes(evidence="Guideline 7")
    worker.submits()
    worker.finds_the_page_usable().sees("Guideline 7")
    expect(worker.page.locator("main .govuk-tag--green")).to_have_count(1)


@LANGUAGES
def test_the_plan_says_how_far_it_is_and_what_the_money_did(somebody, language):
    analyst = somebody(language).signs_in("analyse")
    analyst.goes_to("/partnership/plans/add/").finds_the_page_usable()
    analyst.writes(**{f"titles_{language}": "NPA 2026"})
    analyst.writes(
        from_on_day="1",
        from_on_month="1",
        from_on_year="2026",
    )
    analyst.writes(
        to_on_day="31",
        to_on_month="12",
        to_on_year="2027",
    )
    analyst.submits()
    analyst.finds_the_page_usable()
    plan = analyst.page.url.removeprefix(analyst.address)
    analyst.goes_to(plan + "objectives/add/").finds_the_page_usable()
    analyst.writes(
        number="1.1",
        target="18",
        **{f"texts_{language}": "18"},
    )
    analyst.writes(**{f"indicators_{language}": "18"}).chooses("agency", "LWU")
    analyst.submits()
    analyst.finds_the_page_usable()
    objective = analyst.page.url.removeprefix(analyst.address)
    analyst.goes_to(objective + "change/").finds_the_page_usable()
    analyst.goes_to(plan).chooses("move", "adopt")
    analyst.submits()
    analyst.finds_the_page_usable()
    analyst.goes_to("/partnership/budget/add/").finds_the_page_usable()
    analyst.chooses("agency", "LWU").chooses("purpose", "committees")
    analyst.chooses("source", "government").writes(allocated="300000000")
    analyst.submits()
    analyst.finds_the_page_usable().sees("300")
    line = analyst.page.url.removeprefix(analyst.address)
    worker = somebody(language).signs_in("shelter")
    worker.goes_to(line).finds_the_page_usable().writes(
        spent="120000000",
        **the_day("up_to"),
    )
    worker.submits()
    worker.finds_the_page_usable().sees("120")
    worker.goes_to(objective).finds_the_page_usable().chooses("move", "begin")
    worker.writes(measured="7")
    worker.submits()
    worker.finds_the_page_usable()
    for page in ("", "budget/", "objectives/", "plans/", "recommendations/"):
        worker.goes_to("/partnership/" + page).finds_the_page_usable()
    analyst.goes_to(plan).chooses("move", "end")
    analyst.submits()
    analyst.finds_the_page_usable()
