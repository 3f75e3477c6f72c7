"""The ground floor, lived by the people of the role table, in a real browser, in both languages.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from sala.kit import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = pytest.mark.parametrize("language", ["en", "lo"])
NAMES = {"en": "Somphone Keomany", "lo": "ສົມພອນ ແກ້ວມະນີ"}
REASON = "She is in danger tonight and must be found."


def code_on(visitor) -> str:
    """The code in the address of a person's page."""
    return re.search(r"/people/(\d{10})/", visitor.page.url).group(1)


def registers(visitor, name: str) -> str:
    """Search first; nobody is found; register what was typed; the code comes back."""
    visitor.goes_to("/people/search/").finds_the_page_usable()
    visitor.chooses("what", "name").writes(text=name)
    visitor.presses("main form:last-of-type button")
    visitor.finds_the_page_usable()
    visitor.presses("main form[action$='/register/'] button")
    visitor.finds_the_page_usable()
    assert visitor.page.locator("[name=name]").input_value() == name, (
        "nothing is typed twice"
    )
    visitor.submits()
    visitor.page.wait_for_url(re.compile(r"/people/\d{10}/"))
    visitor.finds_the_page_usable()
    return code_on(visitor)


@LANGUAGES
def test_a_case_worker_searches_registers_and_opens_for_a_purpose(somebody, language):
    worker = somebody(language).signs_in("shelter").finds_the_page_usable()
    code = registers(worker, NAMES[language] + " One")
    worker.does_not_see(NAMES[language])
    worker.chooses("purpose", "services")
    worker.presses("main form[action$='/identity/'] button")
    worker.sees(NAMES[language]).finds_the_page_usable()
    worker.goes_to(f"/people/{code}/").does_not_see(NAMES[language])
    assert worker.page.get_attribute("html", "lang") == language


def test_the_same_works_without_script(somebody):
    worker = somebody(script=False).signs_in("shelter")
    code = registers(worker, "Without Script")
    worker.chooses("purpose", "services")
    worker.presses("main form[action$='/identity/'] button")
    worker.sees("Without Script")
    worker.goes_to("/people/").sees(f"{code[:3]} {code[3:6]} {code[6:]}")


@LANGUAGES
def test_another_agency_sees_nothing_until_it_breaks_the_glass(somebody, language):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Two")
    officer = somebody(language).signs_in("identify")
    assert officer.page.goto(f"{officer.address}/people/{code}/").status == 404
    officer.finds_the_page_usable()
    officer.goes_to("/people/emergency/").finds_the_page_usable()
    officer.writes(code=code, reason=REASON).sends().finds_the_page_usable()
    assert code_on(officer) == code
    supervisor = somebody(language, size={"width": 1200, "height": 900}).signs_in(
        "supervise",
    )
    supervisor.goes_to("/emergency-looks/").sees(REASON).finds_the_page_usable()
    overseer = somebody(language).signs_in("oversee")
    overseer.goes_to("/emergency-looks/").sees(REASON).finds_the_page_usable()
    overseer.goes_to("/ledger/?action=people.glass_broken").finds_the_page_usable()
    overseer.does_not_see(NAMES[language])


@LANGUAGES
def test_a_withdrawn_consent_takes_back_what_was_shared_on_it(somebody, language):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Three")
    worker.goes_to(f"/people/{code}/consents/add/").finds_the_page_usable()
    choose_recipient(worker)
    worker.chooses("purpose", "identification").chooses("answer", "given")
    worker.chooses("manner", "spoken").chooses("language", "lo")
    worker.submits()
    worker.page.wait_for_url(f"**/people/{code}/")
    worker.goes_to(f"/people/{code}/share/").finds_the_page_usable()
    shares(worker, code)
    officer = somebody(language).signs_in("identify")
    assert officer.page.goto(f"{officer.address}/people/{code}/").status == 200
    officer.finds_the_page_usable()
    worker.goes_to(f"/people/{code}/")
    worker.presses("main a[href*='/consents/'][href$='/withdraw/']")
    worker.finds_the_page_usable()
    worker.submits()
    worker.page.wait_for_url(f"**/people/{code}/")
    assert officer.page.goto(f"{officer.address}/people/{code}/").status == 404


@LANGUAGES
def test_two_people_erase_an_identity_and_the_code_stays(somebody, language):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, NAMES[language] + " Four")
    worker.goes_to(f"/people/{code}/erasure/").finds_the_page_usable()
    worker.chooses("ground", "asked_by_person")
    worker.submits()
    worker.page.wait_for_url(f"**/people/{code}/")
    officer = somebody(language).signs_in("protect")
    officer.goes_to("/people/erasure-requests/").finds_the_page_usable()
    officer.presses("main a[href*='/erasure-requests/']")
    officer.finds_the_page_usable().does_not_see(NAMES[language])
    erases(officer, code)
    worker.goes_to(f"/people/{code}/").finds_the_page_usable()
    expect(worker.page.locator("main form[action$='/identity/']")).to_have_count(0)


def test_an_error_leads_to_its_field(somebody):
    worker = somebody().signs_in("shelter")
    worker.goes_to("/people/search/").chooses("what", "code").writes(
        text="482 913 7063",
    )
    worker.presses("main form:last-of-type button")
    worker.finds_the_page_usable()
    assert worker.page.title().startswith("Error")
    worker.page.locator(".govuk-error-summary a").first.click()
    expect(worker.page.locator("[name=text]")).to_be_focused()
    assert worker.page.input_value("[name=text]") == "482 913 7063", (
        "nothing typed is lost"
    )


def test_the_keyboard_reaches_the_main_content(somebody):
    worker = somebody().signs_in("shelter")
    worker.page.keyboard.press("Tab")
    assert "skip" in worker.page.evaluate("document.activeElement.className")
    worker.page.keyboard.press("Enter")
    assert worker.page.evaluate("location.hash") == "#main-content"


@LANGUAGES
@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("border", ["/", "/people/", "/people/search/", "/people/register/"]),
        ("investigate", ["/", "/people/", "/people/emergency/"]),
        ("analyse", ["/", "/permissions/"]),
        (
            "administer",
            ["/", "/users/", "/users/add/", "/agencies/", "/agencies/add/", "/role/"],
        ),
        ("oversee", ["/", "/ledger/", "/emergency-looks/"]),
        ("protect", ["/", "/people/erasure-requests/"]),
        ("supervise", ["/", "/ledger/", "/emergency-looks/", "/account/2fa/"]),
    ],
)
def test_every_page_is_usable_on_a_phone(
    somebody,
    language,
    who,
    paths,
):
    visitor = somebody(language).signs_in(who)
    for path in paths:
        visitor.goes_to(path).finds_the_page_usable()


def test_a_new_user_is_invited_and_must_have_a_second_factor(somebody):
    administrator = somebody().signs_in("administer").goes_to("/users/add/")
    administrator.writes(full_name="New Colleague", username="new.colleague")
    administrator.chooses("role", "case_worker")
    agency = administrator.page.locator("main select[name=agency] option").nth(1)
    administrator.chooses("agency", agency.get_attribute("value"))
    administrator.submits()
    administrator.finds_the_page_usable()
    link = re.search(r"/invitation/[\w-]+/[\w-]+/", administrator.page.content()).group(
        0,
    )
    number = confirms(somebody("lo").signs_in("supervise"), "New Colleague")
    colleague = somebody().goes_to(link).finds_the_page_usable()
    colleague.writes(number=number)
    for field in colleague.page.locator("main input[type=password]").all():
        field.fill("a long and quiet river 7")
    colleague.submits()
    colleague.page.wait_for_url("**/account/2fa/totp/activate/")
    colleague.finds_the_page_usable()
    colleague.goes_to("/people/")
    assert "/account/2fa/totp/activate/" in colleague.page.url
    key = re.sub(r"\W", "", colleague.page.locator("main code").first.text_content())
    lao = str.maketrans("0123456789", "໐໑໒໓໔໕໖໗໘໙")
    step = int(time.time()) // 30
    colleague.writes(code=format_hotp_value(hotp_value(key, step)).translate(lao))
    colleague.submits()
    colleague.finds_the_page_usable().sees("Print this page")
    colleague.goes_to("/people/").sees("New Colleague")
    assert colleague.page.url.endswith("/people/")


def confirms(second, name: str) -> str:
    """Confirm somebody as the second person; the number to say to them."""
    second.goes_to("/second-person/").finds_the_page_usable().sees(name)
    second.page.locator("main a.govuk-button").first.click()
    second.page.wait_for_load_state()
    second.finds_the_page_usable()
    second.chooses("answer", "confirm").submits()
    second.finds_the_page_usable()
    return re.search(r"\d{3} \d{3} \d{3}", second.page.content()).group()


def choose_recipient(visitor) -> None:
    """The anti-trafficking department, whatever the language of its name."""
    options = visitor.page.locator("main select[name=recipient] option").all()
    words = ("Anti-Trafficking Department", "ກົມຕຳຫຼວດສະກັດກັ້ນ")
    value = next(
        o.get_attribute("value")
        for o in options
        if any(w in o.inner_text() for w in words)
    )
    visitor.chooses("recipient", value)


def shares(visitor, code: str) -> None:
    """Open the record on the consent that was just recorded, for a month."""
    visitor.page.locator("main input[name=consent]").first.check()
    last = clock.today() + timedelta(days=30)
    visitor.writes(
        until_day=str(last.day),
        until_month=str(last.month),
        until_year=str(last.year),
    )
    visitor.submits()
    visitor.page.wait_for_url(f"**/people/{code}/")


def erases(visitor, code: str) -> None:
    """Decide to erase, and type the code so that nobody is erased by a slip."""
    visitor.chooses("decision", "erase").writes(code=code)
    visitor.submits()
    visitor.page.wait_for_url("**/people/erasure-requests/")
    visitor.finds_the_page_usable()
