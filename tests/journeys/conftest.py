"""A real server, a real Chromium, and people who sign in as people do."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from sala.config import demo, testing

# The cookies of who signed in before, and when they were last used: whoever was away for
# half an hour is asked for a code.
SIGNED_IN: dict[str, tuple[list, float]] = {}
ANEW_AFTER = 20 * 60  # seconds
CHROMIUM = (
    os.environ.get("SALA_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What axe finds in order is neither described nor sent: that takes axe as long again.
VIOLATIONS = {"resultTypes": ["violations"]}
# What axe judges a page by: which elements stand where, with which attributes, and whether
# they say anything; not which words, numbers and addresses they say, nor how many rows a
# list has that differ in nothing else.
FORM_OF_PAGE = """() => {
    const words = ['href', 'action', 'value', 'src', 'lang', 'title', 'alt', 'content',
        'aria-label', 'label'];
    const told = a => words.includes(a.name) || a.name.startsWith('data-')
        ? a.name + (a.value.trim() ? '=words' : '')
        : a.name + '=' + a.value.replace(/[0-9a-f]{8}-[0-9a-f-]+|[0-9]+/g, '#');
    const says = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const form = e => [e.tagName, ...[...e.attributes].map(told), says(e), '(',
        ...[...e.children].map(form).filter((f, i, all) => f !== all[i - 1]), ')'].join(' ');
    return innerWidth + form(document.documentElement);
}"""
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
# What of a phone's screen the head of a page may take: bar and folded menu.
HIGHEST_HEAD = PHONE["height"] * 0.2


# Playwright keeps an event loop in this thread, which Django takes for an async caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser(country):
    """Chromium, once the country is copied: PostgreSQL copies no database that is in use, and

    beside Playwright's event loop Django no longer sees the connections of earlier tests.
    """
    assert country
    if not CHROMIUM:
        pytest.fail(
            "Chromium is missing: apt-get install chromium, or set SALA_CHROMIUM",
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def country(django_db_setup):
    """A copy of the tests' database that the journeys write to, with the demo's sign-ins."""
    with testing.scratch_copy("journeys") as name:
        testing.run_command("setup", "--demo", name=name)
        yield name


@pytest.fixture(scope="session")
def address(country):
    """The site as in production, on a free port."""
    with served(country) as address:
        yield address


@contextmanager
def served(country, *options, **more):
    """The site on a free port, with options and an environment of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", "1", *options]
    environment = {k: v for k, v in os.environ.items() if k != "SALA_ACT_AS"}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "sala.config.command", "start", *bind],
        env={**environment, **testing.address_of(country), **more},
    ) as server:
        try:
            wait_for(f"http://localhost:{port}/health")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def code_that_holds(username: str) -> str:
    """A code of the authenticator app that is good for ten seconds: a busy machine types slowly."""
    while time.time() % 30 > 20:
        time.sleep(1)
    return demo.code_of(username)


class Visitor:
    """A person with a browser of their own."""

    def __init__(
        self,
        page: Page,
        address: str,
        found_usable: Path,
        *,
        script: bool = True,
    ) -> None:
        self.page, self.address, self.script = page, address, script
        self.found_usable = found_usable

    def signs_in(self, username: str) -> "Visitor":
        """Password first, then the six digits of the authenticator app; a code works only once."""
        cookies, used_at = SIGNED_IN.get(username, ([], 0.0))
        if time.monotonic() - used_at < ANEW_AFTER and cookies:
            SIGNED_IN[username] = cookies, time.monotonic()
            self.page.context.add_cookies(cookies)
            return self.goes_to("/")
        self.goes_to("/account/login/").finds_the_page_usable()
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", demo.password_of(username))
        self.presses("main form button[type=submit]")
        self.finds_the_page_usable()
        self.page.fill("#id_code", code_that_holds(username))
        self.presses("main form button[type=submit]")
        assert "/account/" not in self.page.url, self.page.inner_text("main")
        cookies = [c for c in self.page.context.cookies() if c["name"] == "sala"]
        SIGNED_IN[username] = cookies, time.monotonic()
        return self

    def presses(self, selector: str) -> "Visitor":
        """Press a button or link and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self

    def chooses(self, name: str, value: str) -> "Visitor":
        """Tick a radio button or box, or choose from a list, by what it sends."""
        ticked = self.page.locator(f"main input[name={name}][value='{value}']")
        if ticked.count():
            ticked.first.check()
        else:
            self.page.locator(f"main select[name={name}]").select_option(value)
        return self

    def writes(self, **fields: str) -> "Visitor":
        """Fill fields by their names."""
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(text)
        return self

    def sends(self) -> "Visitor":
        """Press the last form's main button."""
        return self.presses("main form:last-of-type button[type=submit]:not([name])")

    def submits(self) -> "Visitor":
        """Press the last button that changes something, else the page's last one."""
        changing = self.page.locator("main form[method=post i] button[type=submit]")
        every = self.page.locator("main button[type=submit]")
        with self.page.expect_navigation():
            (changing if changing.count() else every).last.click()
        return self

    def goes_to(self, path: str) -> "Visitor":
        self.page.goto(self.address + path)
        return self

    def sees(self, text: str) -> "Visitor":
        assert text in self.page.inner_text("body"), self.page.inner_text("main")
        return self

    def does_not_see(self, text: str) -> "Visitor":
        assert text not in self.page.content()
        return self

    def finds_the_page_usable(self) -> "Visitor":
        """axe finds nothing, nothing has to be scrolled sideways, and the head of a
        phone's page is low.

        Of pages that differ in words alone axe looks at the first.
        """
        self.finds_the_head_low()
        if not self.script:
            return self
        form = self.page.evaluate(FORM_OF_PAGE)
        found = self.found_usable / sha256(form.encode()).hexdigest()
        if not found.exists():
            results = Axe().run(self.page, options=VIOLATIONS)
            assert results.violations_count == 0, results.generate_report()
            found.touch()
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels too wide"
        return self

    def finds_the_head_low(self) -> "Visitor":
        """On a phone the page itself begins in the upper fifth of the screen."""
        unfolded = self.page.locator(".sala-menu[open]").count()
        if self.page.viewport_size == PHONE and not unfolded:
            box = self.page.locator(".sala-page").bounding_box()
            head = box["y"] + self.page.evaluate("scrollY")
            assert head <= HIGHEST_HEAD, f"{self.page.url}: a head of {head} pixels"
        return self


@pytest.fixture(scope="session")
def found_usable(tmp_path_factory):
    """A folder that names the forms of pages in which axe found nothing in this run; all
    processes of the run share it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if testing.PROCESS else base) / "found-usable"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def arriving(browser, found_usable):
    """`arriving(address)` opens a browser of their own at a site; on a phone unless told otherwise."""
    contexts = []

    def arrive(address, language="en", *, size=PHONE, script=True) -> Visitor:
        context = browser.new_context(
            viewport=size,
            java_script_enabled=script,
            locale=language,
        )
        context.set_default_timeout(60_000)  # a busy machine is no fault
        contexts.append(context)
        return Visitor(context.new_page(), address, found_usable, script=script)

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def somebody(arriving, address):
    """`somebody()` opens a browser of their own at the site that the journeys share."""
    return partial(arriving, address)
