"""What goes across the rooms: a form that is interrupted, two who correct one record, a paper kept.

Fields are named by what they send, not by their words, so that one sentence serves both languages.
"""

import re
import time
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin
from tests.journeys.conftest import SIGNED_IN, code_that_holds
from tests.journeys.test_ground_floor import NAMES, registers

from sala.access.session_store import hash_of_key
from sala.config import demo, testing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = pytest.mark.parametrize("language", ["en", "lo"])
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
SCRIPT = "<script>document.title='run'</script>"


def begins_to_register(visitor, name):
    """The form to register somebody, with a name in it."""
    visitor.goes_to("/people/register/")
    visitor.presses("main form button")
    return visitor.writes(name=name)


def session_ends(visitor, country):
    """Twelve hours pass while the page stays open."""
    (cookie,) = (c for c in visitor.page.context.cookies() if c["name"] == "sala")
    ended = "UPDATE access_signinsession SET ends_at = now() - interval '1 hour' WHERE key_hash = "
    testing.execute_statement(f"{ended}'{hash_of_key(cookie['value'])}'", on=country)


def signs_in_again(visitor, username, before):
    """Password and a code of the authenticator app that was not used yet."""
    SIGNED_IN.pop(username, None)
    visitor.writes(login=username, password=demo.password_of(username))
    visitor.presses("main form button[type=submit]")
    while demo.code_of(username) == before:
        time.sleep(1)
    visitor.writes(code=code_that_holds(username))
    visitor.presses("main form button[type=submit]")
    cookies = visitor.page.context.cookies()
    own = [c for c in cookies if c["name"] == "sala"]
    SIGNED_IN[username] = own, time.monotonic()
    return visitor


def resumes(visitor):
    """The key of the form that is gone on with here."""
    return re.search(r"resume=([0-9a-f-]+)", visitor.page.url).group(1)


@pytest.mark.parametrize(
    ("language", "script"),
    [("en", True), ("lo", True), ("en", False)],
)
def test_a_form_sent_after_the_session_ended_is_resumed_by_whoever_typed_it(
    somebody,
    country,
    language,
    script,
):
    name = f"{NAMES[language]} Late {script}"
    worker = somebody(language, script=script).signs_in("shelter")
    used = demo.code_of("shelter")
    begins_to_register(worker, name).chooses("sex", "female").finds_the_page_usable()
    session_ends(worker, country)
    worker.presses("main button[type=submit]:not([name])")
    assert "/account/login/" in worker.page.url
    worker.does_not_see(name).finds_the_page_usable()
    signs_in_again(worker, "shelter", used).finds_the_page_usable()
    assert worker.page.locator("[name=name]").input_value() == name
    assert worker.page.locator("[name=sex][value=female]").is_checked()
    waits = resumes(worker)
    worker.presses("main form[enctype] button[type=submit]:not([name])")
    worker.page.wait_for_url(re.compile(r"/people/\d{10}/"))
    worker.goes_to("/").does_not_see(waits)


def test_whoever_signs_in_next_on_that_phone_sees_nothing_of_it(somebody, country):
    name = "Somphone Shared Phone"
    worker = somebody().signs_in("shelter")
    used = demo.code_of("shelter")
    begins_to_register(worker, name)
    session_ends(worker, country)
    worker.presses("main button[type=submit]:not([name])")
    sign_in_page = worker.page.url
    officer = somebody().signs_in("identify")
    worker.page.context.clear_cookies()
    worker.page.context.add_cookies(officer.page.context.cookies())
    resumed = re.search(r"resume%3D([0-9a-f-]+)", sign_in_page).group(1)
    worker.goes_to(f"/people/register/?resume={resumed}").does_not_see(name)
    worker.goes_to("/").does_not_see(resumed)
    worker.page.context.clear_cookies()
    worker.page.goto(sign_in_page)
    signs_in_again(worker, "shelter", used)
    assert worker.page.locator("[name=name]").input_value() == name


@LANGUAGES
def test_the_power_fails_and_what_was_typed_waits_on_the_start_page(somebody, language):
    name = NAMES[language] + " Power"
    worker = somebody(language).signs_in("shelter")
    begins_to_register(worker, name)
    worker.page.locator("[data-later-said]").filter(
        has_text=re.compile(r"\d\d:\d\d"),
    ).wait_for()
    worker.page.close()
    again = (
        somebody(language)
        .signs_in("shelter")
        .finds_the_page_usable()
        .does_not_see(name)
    )
    again.presses("main a[href*='resume=']").finds_the_page_usable()
    assert again.page.locator("[name=name]").input_value() == name
    waits = resumes(again)
    again.presses(
        "main form button[value=discard]",
    ).finds_the_page_usable().does_not_see(waits)


def test_without_script_a_button_keeps_it(somebody):
    worker = somebody(script=False).signs_in("shelter")
    begins_to_register(worker, "Kept By Button").presses("main button[value=keep]")
    worker.does_not_see("Kept By Button").presses("main a[href*='resume=']")
    assert worker.page.locator("[name=name]").input_value() == "Kept By Button"
    worker.presses("main form button[value=discard]")


def opens_to_correct(visitor, code):
    visitor.goes_to(f"/people/{code}/")
    return visitor.presses("main form[action$='/identity/change/'] button")


@LANGUAGES
def test_two_people_correct_one_record_and_nothing_is_lost(somebody, language):
    first = somebody(language).signs_in("shelter")
    code = registers(first, NAMES[language] + " Both")
    second = somebody(language).signs_in("shelter")
    opens_to_correct(first, code).finds_the_page_usable()
    opens_to_correct(second, code)
    save = "main form[enctype] button[type=submit]:not([name])"
    first.writes(name_script="First Hand", origin_village="Ban Tha").presses(save)
    second.writes(name_script="Second Hand").presses(save)
    second.finds_the_page_usable().sees("First Hand").sees("Ban Tha")
    assert second.page.locator("[name=name_script]").input_value() == "Second Hand"
    assert second.page.locator("[name=origin_village]").input_value() == "Ban Tha"
    second.presses(save)
    second.page.wait_for_url(f"**/people/{code}/")
    second.chooses("purpose", "services").presses(
        "main form[action$='/identity/'] button",
    )
    second.sees("Second Hand").sees("Ban Tha")


def picture_with_script():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT)
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG", pnginfo=info)
    return out.getvalue() + SCRIPT.encode()


@LANGUAGES
@pytest.mark.parametrize(
    ("sent", "name", "ends"),
    [(PDF, "statement.html", ".pdf"), (picture_with_script(), "photo.svg", ".jpg")],
)
def test_a_paper_is_kept_and_opened_and_never_run(
    somebody,
    language,
    sent,
    name,
    ends,
):
    worker = somebody(language).signs_in("shelter")
    code = registers(worker, f"{NAMES[language]} {ends}")
    worker.presses("main a[href$='/attachments/add/']").finds_the_page_usable()
    worker.chooses("what", "statement")
    file = {
        "name": name,
        "mimeType": "text/html",
        "buffer": sent,
    }
    worker.page.set_input_files("[name=file]", files=[file])
    worker.sends().finds_the_page_usable()
    worker.presses(
        "main a[href*='/attachments/']:not([href$='/add/'])",
    ).finds_the_page_usable()
    page = worker.page.url
    worker.chooses("purpose", "services")
    with worker.page.expect_download() as saved:
        worker.page.locator("main form button[type=submit]").click()
    assert saved.value.suggested_filename.startswith(f"{code}-statement-")
    assert saved.value.suggested_filename.endswith(ends)
    content = saved.value.path().read_bytes()
    assert SCRIPT.encode() not in content
    assert content == PDF or content.startswith(b"\xff\xd8\xff")
    assert worker.page.url == page, "the browser showed nothing of it"
    assert worker.page.title() != "run"


def test_what_is_no_paper_is_refused_and_says_the_limit(somebody):
    worker = somebody().signs_in("shelter")
    code = registers(worker, "No Paper")
    for buffer, says in ((SCRIPT.encode(), "no PDF"), (PDF + b" " * 6_000_000, "5 MB")):
        worker.goes_to(f"/people/{code}/attachments/add/").chooses("what", "statement")
        file = {
            "name": "x.pdf",
            "mimeType": "application/pdf",
            "buffer": buffer,
        }
        worker.page.set_input_files("[name=file]", files=[file])
        worker.sends().sees(says).finds_the_page_usable()
