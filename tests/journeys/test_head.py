"""The head of a page: low on a phone, its menu unfolded by keyboard and without script."""

import pytest
from playwright.sync_api import expect
from tests.journeys.test_ground_floor import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 800}
WAYS = ".sala-nav a"
# Beside the menu's ways: pages of the account, and a page that is not there.
BESIDE = ("/notices/", "/account/2fa/", "/permissions/", "/no/such/page/")


@LANGUAGES
@pytest.mark.parametrize("who", ["border", "shelter", "supervise", "analyse"])
def test_the_head_leaves_the_phone_to_the_page(somebody, language, who):
    visitor = somebody(language, script=False).signs_in(who)
    ways = visitor.page.eval_on_selector_all(
        WAYS, "all => all.map(one => one.getAttribute('href'))"
    )
    assert len(ways) > 2, "the menu is in the page, folded"
    for path in (*ways, *BESIDE):
        visitor.goes_to(path).finds_the_head_low()
        expect(visitor.page.locator(".sala-menu__fold")).to_be_visible()
        expect(visitor.page.locator(WAYS).first).to_be_hidden()


@LANGUAGES
def test_the_folded_menu_leads_everywhere_by_keyboard_without_script(
    somebody,
    language,
):
    officer = somebody(language, script=False).signs_in("border")
    tabs_to(officer.page, ".sala-menu__fold")
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator(".sala-viewer__role")).to_be_visible()
    part = officer.page.locator(".sala-nav summary").first
    tabs_to(officer.page, ".sala-nav summary")
    officer.page.keyboard.press("Enter")
    expect(part.locator("xpath=..")).to_have_attribute("open", "")
    tabs_to(officer.page, ".sala-nav a[href='/screening/screenings/']")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    assert officer.page.url.endswith("/screening/screenings/")
    officer.finds_the_head_low()


def test_an_unfolded_menu_is_usable_and_escape_folds_it(somebody):
    officer = somebody().signs_in("border")
    fold = officer.page.locator(".sala-menu__fold")
    fold.click()
    officer.page.locator(".sala-nav summary").first.click()
    officer.finds_the_page_usable()
    officer.page.keyboard.press("Escape")
    expect(officer.page.locator(".sala-nav details[open]")).to_have_count(0)
    expect(officer.page.locator(WAYS).first, "the menu stays").to_be_visible()
    officer.page.keyboard.press("Escape")
    expect(officer.page.locator(WAYS).first).to_be_hidden()
    expect(fold).to_be_focused()


@LANGUAGES
def test_a_desk_has_its_menu_unfolded(somebody, language):
    worker = somebody(language, size=WIDE, script=False).signs_in("shelter")
    expect(worker.page.locator(".sala-menu__fold")).to_be_hidden()
    expect(worker.page.locator(".sala-viewer__role")).to_be_visible()
    expect(worker.page.locator(WAYS).first).to_be_visible()
    tabs_to(worker.page, ".sala-nav a")


def tabs_to(page, selector: str) -> None:
    """Press Tab until the keyboard is on what a selector names."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
