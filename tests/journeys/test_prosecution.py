"""Cases lived by those who hear, investigate, prosecute and judge, in both languages.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.test_ground_floor import NAMES, registers
from tests.journeys.test_the_record import the_day

from sala.prosecution.rules.complaints import SIGNS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = pytest.mark.parametrize("language", ["en", "lo"])
DESK = {"width": 1200, "height": 900}
# What a journey leaves behind in the country is told apart by these numbers.
MONEY = {"en": "50,000,001", "lo": "40.000.001"}
HALF = {"en": ("20,000,000", "30,000,001"), "lo": ("20.000.000", "20.000.001")}


def picks(visitor, name: str, words: str) -> None:
    """Choose from a list by a part of what it says."""
    field = visitor.page.locator(f"main select[name={name}]")
    option = field.locator("option", has_text=words).first
    field.select_option(option.get_attribute("value"))


def code_in(visitor) -> str:
    """The code in the address of a complaint or a case."""
    return re.search(r"/(\d{10})/", visitor.page.url).group(1)


def spoken(code: str) -> str:
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def opens_a_case(officer, victim: str = "", age: str = "adult") -> str:
    """A case of the investigators, with its victim; its code."""
    officer.goes_to("/prosecution/cases/add/").finds_the_page_usable()
    officer.chooses("place_code", "LA01")
    officer.submits()
    case = code_in(officer.finds_the_page_usable())
    if victim:
        officer.goes_to(
            f"/prosecution/cases/{case}/victims/add/",
        ).finds_the_page_usable()
        officer.writes(code=victim).chooses("sex", "female").chooses("age_group", age)
        officer.submits()
    return case


def hands_on(
    visitor,
    case: str,
    way: str,
    agency: str,
) -> None:
    visitor.goes_to(f"/prosecution/cases/{case}/move/").finds_the_page_usable()
    visitor.chooses("way", way)
    picks(visitor, "agency", f"({agency})")
    visitor.submits()


def charges(
    prosecutor,
    case: str,
    circumstance: str,
    article: str = "215",
) -> None:
    """Name a defendant and charge them with trafficking."""
    prosecutor.goes_to(
        f"/prosecution/cases/{case}/defendants/add/",
    ).finds_the_page_usable()
    prosecutor.chooses("kind", "person").writes(name="Synthetic Defendant")
    prosecutor.submits()
    prosecutor.presses(
        "main a[href*='/defendants/'][href$='/charge/']",
    ).finds_the_page_usable()
    prosecutor.chooses("article", f"penal_code_2017/{article}")
    prosecutor.chooses("circumstance", circumstance).writes(**the_day("offence_on"))
    prosecutor.submits()
    prosecutor.finds_the_page_usable().sees("Synthetic Defendant")


@LANGUAGES
def test_a_village_complaint_with_signs_is_not_settled_and_becomes_a_case(
    somebody,
    language,
):
    village = somebody(language).signs_in("mediate")
    village.goes_to("/prosecution/complaints/add/").finds_the_page_usable()
    village.chooses("channel", "village_mediation").chooses("about", "marriage")
    village.writes(
        **the_day("received_on"),
        account="A girl was promised to a stranger.",
    )
    village.submits()
    complaint = code_in(village.finds_the_page_usable())
    address = f"/prosecution/complaints/{complaint}"
    village.goes_to(f"{address}/signs/").finds_the_page_usable()
    for sign in SIGNS:
        village.chooses(sign, "yes" if sign == "marriage_arranged_for_money" else "no")
    village.submits()
    village.goes_to(f"{address}/close/").chooses("reason", "settled_between_parties")
    village.submits()
    expect(
        village.page.locator(".govuk-error-summary"),
        "it says why not",
    ).to_have_count(1)
    village.finds_the_page_usable().goes_to(f"{address}/refer/").finds_the_page_usable()
    picks(village, "agency", "(ATD)")
    village.submits()
    village.finds_the_page_usable()
    officer = somebody(language).signs_in("investigate")
    officer.goes_to("/").presses(
        "main a[href='/prosecution/incidents/?state=recorded']",
    ).finds_the_page_usable()
    officer.presses("main tbody a[href*='/incidents/']")
    officer.finds_the_page_usable().sees("A girl was promised to a stranger.")
    officer.presses("main a[href$='/decide/']").finds_the_page_usable()
    officer.chooses("way", "open_case")
    officer.submits()
    case = code_in(officer.finds_the_page_usable())
    assert officer.page.locator("main .govuk-tag--yellow").count() >= 1, (
        "unclear, and what lacks"
    )
    officer.goes_to(f"/prosecution/cases/{case}/change/").finds_the_page_usable()
    officer.chooses("acts", "transfer").chooses("forms", "fraudulent_marriage")
    officer.submits()
    officer.goes_to("/prosecution/cases/?meets=unclear").finds_the_page_usable()
    officer.sees(spoken(case))
    somebody(language).signs_in("mediate").goes_to(
        f"{address}/",
    ).finds_the_page_usable()


@LANGUAGES
def test_restitution_never_asked_for_is_paid_in_two_parts(somebody, language):
    worker = somebody(language).signs_in("shelter")
    victim = registers(worker, NAMES[language] + " Eight")
    case = opens_a_case(somebody(language).signs_in("investigate"), victim)
    officer = somebody(language).signs_in("investigate")
    hands_on(officer, case, "hand_to_prosecution", "OSPP")
    prosecutor = somebody(language).signs_in("prosecute")
    charges(prosecutor, case, "basic")
    expect(
        prosecutor.page.locator("main a[href^='/prosecution/restitution/']"),
    ).to_have_count(1)
    hands_on(prosecutor, case, "hand_to_court", "PSC")
    clerk = somebody(language).signs_in("court")
    clerk.goes_to(f"/prosecution/cases/{case}/").finds_the_page_usable()
    clerk.presses("main a[href$='/verdict/']").finds_the_page_usable()
    clerk.chooses("instance", "first").chooses("outcome", "convicted")
    clerk.writes(prison_months="60", fine="10 000 000")
    clerk.submits()
    clerk.finds_the_page_usable().goes_to("/").finds_the_page_usable()
    clerk.presses(
        "main a[href='/prosecution/restitution/?show=forgotten']",
    ).finds_the_page_usable()
    clerk.sees(spoken(case))
    clerk.goes_to(f"/prosecution/cases/{case}/restitution/").finds_the_page_usable()
    clerk.writes(total=MONEY[language])
    clerk.submits()
    clerk.presses("main a[href^='/prosecution/restitution/']").finds_the_page_usable()
    claim = clerk.page.url.removeprefix(clerk.address)
    clerk.goes_to(claim + "pay/").finds_the_page_usable()
    clerk.writes(amount=HALF[language][0]).chooses("manner", "to_court")
    clerk.submits()
    clerk.presses("main a[href*='/payments/']").finds_the_page_usable()
    clerk.submits()
    worker.goes_to(f"/people/{victim}/").finds_the_page_usable().sees(HALF[language][0])
    clerk.goes_to(claim + "pay/").writes(amount=HALF[language][1]).chooses(
        "manner",
        "to_victim",
    )
    clerk.submits()
    clerk.finds_the_page_usable()
    expect(clerk.page.locator("main .govuk-tag--green"), "paid in full").to_have_count(
        1,
    )
    clerk.goes_to("/prosecution/restitution/").finds_the_page_usable().sees(
        spoken(case),
    )
    worker.goes_to(f"/people/{victim}/").sees(MONEY[language])


@LANGUAGES
def test_a_sentence_outside_the_range_is_seen_by_the_supervisor(somebody, language):
    worker = somebody(language).signs_in("shelter")
    victim = registers(worker, NAMES[language] + " Nine")
    officer = somebody(language).signs_in("investigate")
    case = opens_a_case(officer, victim, age="child")
    hands_on(officer, case, "hand_to_prosecution", "OSPP")
    prosecutor = somebody(language, size=DESK).signs_in("prosecute")
    charges(prosecutor, case, "child_victim")
    prosecutor.presses("main a[href$='/verdict/']").finds_the_page_usable()
    prosecutor.chooses("instance", "first").chooses("outcome", "convicted")
    prosecutor.writes(prison_months="13", fine="2,000,000")
    prosecutor.submits()
    expect(
        prosecutor.page.locator(".govuk-error-summary"),
        "it wants to know why",
    ).to_have_count(1)
    prosecutor.finds_the_page_usable().chooses("outside_reason", "mitigating")
    prosecutor.submits()
    prosecutor.finds_the_page_usable()
    prosecutor.goes_to(
        f"/prosecution/cases/{case}/forfeitures/add/",
    ).finds_the_page_usable()
    prosecutor.chooses("kind", "vehicle").writes(
        what="A synthetic van",
        value="70,000,000",
    )
    prosecutor.submits()
    prosecutor.finds_the_page_usable().presses(
        "main a[href*='/prosecution/forfeitures/']",
    )
    prosecutor.finds_the_page_usable().chooses("way", "collect").writes(
        collected="60,000,000",
    )
    prosecutor.submits()
    prosecutor.finds_the_page_usable()
    supervisor = somebody(language).signs_in("chief")
    supervisor.goes_to("/").presses("main a[href='/prosecution/sentences/']")
    supervisor.finds_the_page_usable()
    waiting = supervisor.page.locator("main .sala-entry").count()
    with supervisor.page.expect_navigation():
        supervisor.page.locator("main .sala-entry form button").first.click()
    supervisor.finds_the_page_usable()
    expect(supervisor.page.locator("main .sala-entry")).to_have_count(waiting - 1)


@LANGUAGES
def test_a_complicit_officer_sees_what_a_hand_over_changes(somebody, language):
    worker = somebody(language).signs_in("shelter")
    victim = registers(worker, NAMES[language] + " Ten")
    officer = somebody(language).signs_in("investigate")
    case = opens_a_case(officer, victim)
    hands_on(officer, case, "hand_to_prosecution", "OSPP")
    prosecutor = somebody(language).signs_in("prosecute")
    charges(prosecutor, case, "basic")
    prosecutor.presses("main a[href^='/prosecution/restitution/']")
    claim = prosecutor.page.url.removeprefix(prosecutor.address)
    visitors = {
        name: somebody(language).signs_in(name)
        for name in ("investigate", "direct", "post", "chief", "administer", "border")
    }

    def shown():
        """Which of its pages each of them is shown."""
        return {
            name: [
                visitor.page.goto(visitor.address + page).status
                for page in (f"/prosecution/cases/{case}/", claim)
            ]
            for name, visitor in visitors.items()
        }

    before = shown()
    prosecutor.goes_to(f"/prosecution/cases/{case}/central-office/")
    prosecutor.finds_the_page_usable()
    prosecutor.chooses("reason", "official")
    picks(prosecutor, "official_agency", "(BORDER)")
    prosecutor.submits()
    prosecutor.finds_the_page_usable().sees(spoken(case)).does_not_see("BORDER")
    assert shown() == before
    worker.goes_to(f"/people/{victim}/").does_not_see(spoken(case))
    overseer = somebody(language, size=DESK).signs_in("oversee")
    overseer.goes_to("/").presses(
        "main a[href='/prosecution/cases/?free=yes']",
    ).finds_the_page_usable()
    overseer.goes_to(f"/prosecution/cases/{case}/central-office/")
    overseer.finds_the_page_usable().chooses("do", "confirm")
    overseer.submits()
    overseer.goes_to(f"/prosecution/cases/{case}/").finds_the_page_usable()
    overseer.goes_to(f"/prosecution/cases/{case}/assign/")
    overseer.finds_the_page_usable()
    picks(overseer, "who", "Vilaysack")
    overseer.submits()
    overseer.finds_the_page_usable()
    prosecutor.goes_to(f"/prosecution/cases/{case}/").finds_the_page_usable()
    prosecutor.sees("Synthetic Defendant")
    assert shown() == before
