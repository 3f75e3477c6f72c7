"""Protection, lived by the people of the role table, on a phone, in both languages.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import re

import psycopg
import pytest
from playwright.sync_api import expect
from tests.journeys.test_ground_floor import NAMES, registers
from tests.journeys.test_the_record import the_day

from sala.config import testing
from sala.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = pytest.mark.parametrize("language", ["en", "lo"])
DESK = {"width": 1200, "height": 900}


def picks(visitor, field, text):
    """Choose from a list what reads so, such as an agency by its code."""
    option = visitor.page.locator(
        f"main select[name={field}] option",
        has_text=text,
    ).first
    visitor.page.locator(f"main select[name={field}]").select_option(
        option.get_attribute("value"),
    )


def received_home(officer, language, name):
    """The authority records a man whom a neighbour's authorities identified and sent home."""
    code = registers(officer, f"{NAMES[language]} {name}")
    officer.goes_to(f"/screening/people/{code}/received/")
    officer.chooses("neighbour", "TH").chooses("sex", "male").chooses(
        "age_group",
        "adult",
    )
    officer.writes(authority="Department of Special Investigation")
    officer.writes(**the_day("decided_on")).writes(**the_day("received_on"))
    officer.chooses("form", "forced_labour").chooses("exploited_in", "TH")
    officer.submits()
    return code


def refers(
    visitor,
    code,
    agency,
    basis="vital_interest",
    urgency="days",
    kind="take_over",
):
    """Fill the form, look at who will see what, and send it; the address of the referral."""
    visitor.goes_to(f"/protection/people/{code}/refer/").finds_the_page_usable()
    picks(visitor, "receiver", f"({agency})")
    visitor.chooses("kind", kind)
    visitor.chooses("services", "shelter").chooses("services", "health_care")
    visitor.chooses("urgency", urgency).chooses("basis", basis)
    visitor.submits()
    visitor.finds_the_page_usable()
    expect(
        visitor.page.locator("main .sala-placeholder"),
        "who it is stays closed",
    ).to_have_count(2)
    visitor.presses("main button[name=confirmed]").finds_the_page_usable()
    return visitor.page.url.removeprefix(visitor.address)


def answers(visitor, referral, move, **more):
    """Open a referral and answer it."""
    visitor.goes_to(referral).finds_the_page_usable().chooses("move", move)
    for field, value in more.items():
        visitor.chooses(field, value)
    visitor.submits()
    return visitor.finds_the_page_usable()


@LANGUAGES
def test_a_man_returned_by_a_neighbour_gets_shelter_and_goes_home(somebody, language):
    authority = somebody(language).signs_in("identify")
    code = received_home(authority, language, "Eight")
    spoken = f"{code[:3]} {code[3:6]} {code[6:]}"
    authority.goes_to(
        "/protection/referrals/nobody-asked/",
    ).finds_the_page_usable().sees(spoken)

    head = somebody(language, size=DESK).signs_in("supervise")
    head.goes_to("/protection/shelters/add/").finds_the_page_usable()
    head.writes(code=f"LWU-{language}", name=f"House {language}")
    head.submits()
    head.finds_the_page_usable().chooses("sex", "male").chooses("age_group", "adult")
    head.writes(number="2")
    head.submits()
    head.finds_the_page_usable().sees("LWU-")

    authority.goes_to("/protection/places/").finds_the_page_usable().does_not_see(
        "House",
    )
    referral = refers(authority, code, "LWU")
    authority.goes_to("/protection/referrals/nobody-asked/").does_not_see(spoken)

    worker = somebody(language).signs_in("shelter")
    worker.goes_to("/").finds_the_page_usable()
    worker.goes_to(referral).does_not_see(code)
    answers(worker, referral, "accept").sees(spoken)
    worker.goes_to("/protection/plans/").finds_the_page_usable().sees(spoken)

    plans(worker, code)
    has_a_bed(worker, code, head)
    is_given(worker, code)
    leaves(worker, code)
    goes_home(worker, code)
    head.goes_to("/").finds_the_page_usable()


def plans(worker, code):
    """The plan: one goal, agreed with the person."""
    worker.goes_to(f"/protection/people/{code}/plan/").finds_the_page_usable()
    worker.submits()
    worker.presses("main a[href$='/goals/add/']").finds_the_page_usable()
    worker.chooses("need", "education")
    picks(worker, "responsible", "(LWU)")
    worker.writes(note="A course in repairing motorcycles")
    worker.submits()
    worker.presses("main a[href$='/agree/']").finds_the_page_usable()
    worker.chooses("agreed_by", "person")
    worker.writes(**{k: v for k, v in the_day("review_on").items() if "year" not in k})
    worker.writes(review_on_year=str(clock.today().year + 1))
    worker.submits()
    worker.finds_the_page_usable()
    expect(worker.page.locator("main .govuk-tag--green")).to_have_count(1)
    worker.presses("main a[href$='/versions/']").finds_the_page_usable()


def has_a_bed(worker, code, head):
    """A bed for a man; the house shows it, and one place less is free."""
    worker.goes_to(f"/protection/people/{code}/bed/").finds_the_page_usable()
    worker.page.locator("main select[name=bed]").select_option(index=1)
    worker.chooses("sex", "male").chooses("age_group", "adult").chooses(
        "arrived",
        "yes",
    )
    worker.page.locator("main select[name=entitlement]").select_option(index=1)
    worker.submits()
    worker.finds_the_page_usable()
    head.goes_to("/protection/places/").finds_the_page_usable()
    head.presses("main a[href*='/protection/shelters/']").finds_the_page_usable()


def is_given(worker, code):
    """Health care, as the law gives it; what was written beside it is opened."""
    records_care(worker, code)
    worker.page.locator("main details summary").first.click()
    worker.presses(
        "main details a[href*='/protection/services/']",
    ).finds_the_page_usable()
    worker.presses("main button[name=open]").finds_the_page_usable().sees("wound")
    worker.goes_to("/protection/services/").finds_the_page_usable()


def records_care(worker, code):
    """Health care, with a note that no page shows by itself."""
    worker.goes_to(f"/protection/people/{code}/services/add/").finds_the_page_usable()
    worker.chooses("service", "health_care").chooses("fulfils", "yes").writes(
        **the_day("happened_on"),
    )
    chooses_right(worker, "health_care")
    worker.writes(amount="250000", note="A wound on the hand was treated")
    worker.submits()
    worker.finds_the_page_usable().does_not_see("wound")


def chooses_right(worker, service):
    """The first right under the service that fulfils it."""
    right = {"health_care": "Health care|ການປິ່ນປົວສຸຂະພາບ"}[service]
    listed = worker.page.locator("main select[name=entitlement] optgroup option")
    value = listed.filter(has_text=re.compile(right)).first.get_attribute("value")
    worker.chooses("entitlement", value)


def leaves(worker, code):
    """He leaves the shelter."""
    worker.goes_to(f"/people/{code}/").presses("main a[href*='/protection/stays/']")
    worker.finds_the_page_usable().chooses("move", "leave").chooses(
        "reason",
        "goes_home",
    )
    worker.chooses("destination", "home").writes(**the_day("happened_on"))
    worker.submits()
    worker.finds_the_page_usable()


def goes_home(worker, code):
    """He goes home, and is asked after."""
    worker.goes_to(f"/protection/people/{code}/returns/add/").finds_the_page_usable()
    for field, value in {
        "kind": "home",
        "agreed": "person",
        "risk": "safe",
    }.items():
        worker.chooses(field, value)
    worker.chooses("accompanied", "case_worker").chooses("place_code", "LA01")
    worker.writes(**the_day("planned_on"))
    worker.submits()
    worker.chooses("outcome", "go").writes(**the_day("happened_on"))
    worker.submits()
    worker.finds_the_page_usable().presses("main a[href*='/protection/follow-ups/']")
    worker.writes(**the_day("happened_on")).chooses("manner", "phone").chooses(
        "found",
        "well",
    )
    worker.submits()
    worker.finds_the_page_usable()
    worker.goes_to(f"/people/{code}/").finds_the_page_usable()


@LANGUAGES
def test_a_declined_and_an_expired_referral_are_on_somebodys_list(
    somebody,
    country,
    language,
):
    authority = somebody(language).signs_in("identify")
    code = received_home(authority, language, "Nine")
    spoken = f"{code[:3]} {code[3:6]} {code[6:]}"
    declined = refers(authority, code, "MOH")
    clinic = somebody(language).signs_in("clinic")
    answers(clinic, declined, "decline", reason="not_for_men").does_not_see(code)
    authority.goes_to(declined).finds_the_page_usable()
    expect(authority.page.locator("main .govuk-tag--red")).to_have_count(1)
    authority.presses(f"main a[href='/protection/people/{code}/refer/']")
    authority.goes_to(
        "/protection/referrals/nobody-asked/",
    ).finds_the_page_usable().sees(spoken)

    expired = refers(authority, code, "LWU", urgency="now")
    a_day_passes(country, expired)
    for who in ("identify", "direct", "shelter", "supervise"):
        watcher = somebody(language).signs_in(who)
        watcher.goes_to("/").finds_the_page_usable()
        late = watcher.page.locator(
            "main a[href='/protection/referrals/'] .govuk-tag--red",
        )
        assert late.count() >= 1, f"{who} is not told that it is late"
        watcher.goes_to(expired).finds_the_page_usable()
        expect(watcher.page.locator("main .govuk-tag--red")).to_have_count(1)
    authority.goes_to(expired).submits()


def a_day_passes(country, referral):
    """Nobody answered until yesterday: the clock of a journey cannot be turned, so its day is."""
    key = key_of(referral)
    with psycopg.connect(testing.administrator_url(country)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE protection_referral SET due_on = due_on - 1 WHERE id = %s",
            [key],
        )


@LANGUAGES
def test_a_withdrawn_consent_closes_the_record_at_both_ends(somebody, language):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Ten")
    consents(worker, code, "MOH")
    referral = refers(worker, code, "MOH", basis="consent", kind="help")
    clinic = somebody(language).signs_in("clinic")
    answers(clinic, referral, "accept")
    clinic.goes_to(f"/people/{code}/").finds_the_page_usable()

    worker.goes_to(f"/people/{code}/").presses("main a[href$='/withdraw/']")
    worker.submits()
    worker.finds_the_page_usable()
    assert clinic.page.goto(clinic.address + f"/people/{code}/").status == 404
    for visitor in (worker, clinic):
        visitor.goes_to(referral).finds_the_page_usable()
        expect(visitor.page.locator("main .govuk-tag--grey")).to_have_count(1)
        expect(visitor.page.locator("main form[method=post]")).to_have_count(0)
    clinic.goes_to("/notices/").finds_the_page_usable()
    assert (
        clinic.page.locator("main .sala-entry .govuk-\\!-font-weight-bold").count() >= 1
    )


def consents(worker, code, agency):
    """The person agrees to be referred to an agency."""
    worker.goes_to(f"/people/{code}/consents/add/").finds_the_page_usable()
    picks(worker, "recipient", f"({agency})")
    worker.chooses("purpose", "referral").chooses("answer", "given").chooses(
        "manner",
        "spoken",
    )
    worker.chooses("language", "lo").writes(**the_day("answered_on"))
    worker.submits()


@LANGUAGES
def test_an_officer_sends_an_urgent_referral_with_consent_at_the_border(
    somebody,
    language,
):
    officer = somebody(language).signs_in("border")
    code = registers(officer, NAMES[language] + " Eleven")
    consents(officer, code, "LWU")
    referral = refers(
        officer,
        code,
        "LWU",
        basis="consent",
        urgency="now",
    )
    officer.goes_to("/protection/referrals/").finds_the_page_usable()
    worker = somebody(language).signs_in("shelter")
    answers(worker, referral, "accept")
    officer.goes_to(referral).finds_the_page_usable()
    expect(officer.page.locator("main .govuk-tag--green")).to_have_count(1)


@LANGUAGES
def test_the_shelter_that_takes_somebody_over_corrects_refers_on_and_hands_back(
    somebody,
    language,
):
    """From the border to the shelter and on: the record follows the care."""
    officer = somebody(language).signs_in("border")
    code = registers(officer, NAMES[language] + " Thirteen")
    consents(officer, code, "LWU")
    sent = refers(officer, code, "LWU", basis="consent")
    worker = somebody(language).signs_in("shelter")
    answers(worker, sent, "accept")
    assert officer.page.goto(f"{officer.address}/people/{code}/").status == 404
    officer.goes_to(sent).finds_the_page_usable().does_not_see(code)

    worker.goes_to(f"/people/{code}/").finds_the_page_usable()
    worker.presses("main form[action$='/identity/change/'] button")
    worker.finds_the_page_usable()
    corrected = NAMES[language] + " Corrected"
    worker.writes(name=corrected).submits()
    worker.goes_to(f"/people/{code}/").chooses("purpose", "services")
    worker.presses("main form[action$='/identity/'] button")
    worker.sees(corrected)

    consents(worker, code, "MOH")
    onward = refers(worker, code, "MOH", basis="consent")
    clinic = somebody(language).signs_in("clinic")
    answers(clinic, onward, "accept")
    assert worker.page.goto(f"{worker.address}/people/{code}/").status == 404

    clinic.goes_to(onward).presses(f"main a[href*='?back={key_of(onward)}']")
    clinic.finds_the_page_usable()
    back = clinic.chooses("basis", "vital_interest")
    back.submits()
    clinic.finds_the_page_usable().presses("main button[name=confirmed]")
    returned = clinic.page.url.removeprefix(clinic.address)
    answers(worker, returned, "accept")
    worker.goes_to(f"/people/{code}/").finds_the_page_usable()


def key_of(address):
    """The key of a referral in its address."""
    return address.rstrip("/").rsplit("/", 1)[1]


@LANGUAGES
def test_nobody_goes_abroad_before_the_other_country_waits(somebody, language):
    worker = somebody(language, size=DESK).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Twelve")
    worker.goes_to(f"/protection/people/{code}/returns/add/").finds_the_page_usable()
    for field, value in {
        "kind": "abroad",
        "agreed": "person",
        "risk": "safe",
    }.items():
        worker.chooses(field, value)
    worker.chooses("country", "VN").chooses("told", "code").chooses(
        "accompanied",
        "consular",
    )
    worker.writes(authority="Department of Social Affairs").writes(
        **the_day("planned_on"),
    )
    worker.submits()
    worker.finds_the_page_usable().sees(f"{code[:3]} {code[3:6]} {code[6:]}")
    expect(worker.page.locator("main input[name=outcome][value=go]")).to_have_count(0)
    worker.chooses("outcome", "confirm").writes(
        reference="VN-118",
        **the_day("happened_on"),
    )
    worker.submits()
    worker.finds_the_page_usable().sees("VN-118")
    worker.chooses("outcome", "go").writes(**the_day("happened_on"))
    worker.submits()
    worker.finds_the_page_usable()
    expect(worker.page.locator("main .govuk-tag--green")).to_have_count(1)
