"""The vault is stopped for an afternoon: care goes on, names stay closed, nothing is lost."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial

import pytest
from tests.journeys.conftest import DESK, served
from tests.journeys.test_ground_floor import NAMES, registers
from tests.journeys.test_protection import (
    answers,
    has_a_bed,
    received_home,
    records_care,
    refers,
)

from sala.config import secrets
from sala.vault import public_keys

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BACK_WITHIN = 10  # seconds


@pytest.fixture
def vault_folder(country, tmp_path):
    """Where a vault of this journey's own listens, with the keys of the country."""
    for file in (public_keys.public_keys_path(), public_keys.ledger_key_path()):
        shutil.copy(file, tmp_path)
    return tmp_path


@contextmanager
def vault_running(folder):
    """The vault, in a process of its own, as an operator runs it."""
    environment = os.environ | {
        "SALA_VAULT": str(folder),
        "SALA_KEYRING": str(secrets.KEYRING),
    }
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "sala.config.vault_process"],
        env=environment,
    ) as vault:
        try:
            yield vault
        finally:
            vault.terminate()
            vault.wait(timeout=10)


@pytest.fixture
def closing_site(country, vault_folder):
    """The site, whose vault is another's to start and to stop."""
    environment = {"SALA_VAULT": str(vault_folder)}
    with served(country, "--no-vault", **environment) as address:
        yield address


@pytest.fixture
def visitor(arriving, closing_site):
    """`visitor()` is somebody with a browser of their own at that site."""
    return partial(arriving, closing_site)


@pytest.mark.parametrize("language", ["en", "lo"])
def test_care_goes_on_and_names_stay_closed(visitor, vault_folder, language):
    with vault_running(vault_folder):
        authority = visitor(language).signs_in("identify")
        worker = visitor(language).signs_in("shelter")
        officer = visitor(language).signs_in("border")
        head = visitor(language, size=DESK).signs_in("supervise")
        adds_house(head, language)
        before = registers(worker, f"{NAMES[language]} Vault")
        opens(worker, before).sees(NAMES[language])

    closed(worker, before)
    code = received_home(authority, language, "Meanwhile")
    referral = refers(authority, code, "LWU")
    answers(worker, referral, "accept")
    has_a_bed(worker, code, head)
    records_care(worker, code)
    searches_in_vain(worker, language)
    screens_on_one_page(officer, language)
    head.goes_to("/").finds_the_page_usable()

    with vault_running(vault_folder):
        until = time.monotonic() + BACK_WITHIN
        while f"{NAMES[language]} Meanwhile" not in shown(worker, code):
            assert time.monotonic() < until, "names open again within ten seconds"
        opens(worker, before).sees(NAMES[language])


def adds_house(head, language):
    head.goes_to("/protection/shelters/add/")
    head.writes(code=f"VAULT-{language}", name=f"House {language}").submits()
    head.chooses("sex", "male").chooses("age_group", "adult")
    head.writes(number="2").submits()


def opens(somebody, code):
    """Open who it is, for the services that they get."""
    somebody.goes_to(f"/people/{code}/").chooses("purpose", "services")
    return somebody.presses("main form[action$='/identity/'] button")


def shown(somebody, code):
    """The page that answers, with the name or without it."""
    return opens(somebody, code).page.content()


def closed(somebody, code):
    """Who it is stays closed, and the page says what goes on."""
    opens(somebody, code).finds_the_page_usable()
    assert somebody.page.locator("main ul.govuk-list--bullet li").count() == 3


def searches_in_vain(somebody, language):
    """Nobody is found by name, and the page says that it would miss somebody."""
    somebody.goes_to("/people/search/")
    somebody.chooses("what", "name").writes(text=f"{NAMES[language]} Vault")
    somebody.presses("main form:last-of-type button").finds_the_page_usable()
    assert somebody.page.locator("main .govuk-inset-text").count() == 1


def screens_on_one_page(officer, language):
    """A screening in one go: it is kept, and taken in later."""
    officer.goes_to("/screening/screenings/start/")
    officer.chooses("place_code", "LA01")
    officer.presses("main button[name=instrument][value=triage]")
    officer.finds_the_page_usable()
    officer.chooses("safety-alone", "yes").chooses("safety-interpreter", "not_needed")
    officer.writes(**{"person-name": f"{NAMES[language]} One Page"})
    officer.chooses("conclusion-outcome", "indicated")
    officer.presses("main form button[type=submit]:not([name])")
    officer.finds_the_page_usable()
    assert officer.page.url.endswith("/screening/screenings/")
