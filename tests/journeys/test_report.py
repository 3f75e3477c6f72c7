"""The report of a year: opened, a number typed wrongly and corrected, approved by two, downloaded."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.journeys.conftest import DESK, PHONE

from sala.config import testing
from sala.facts.places import facts_folder
from sala.narrative.writing.templates import ROOMS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("SALA_PICTURES")  # a folder, to look at the pages
YEAR = 2018
WRONG = {
    "en": "Authorities identified 31 victims.",
    "lo": "ເຈົ້າໜ້າທີ່ໄດ້ລະບຸຕົວຜູ້ຖືກເຄາະຮ້າຍ 31 ຄົນ.",
}
RIGHT = {"en": "Nobody counted the victims.", "lo": "ບໍ່ມີໃຜນັບຜູ້ຖືກເຄາະຮ້າຍ."}
CASES = [("en", DESK), ("lo", PHONE)]


def shows(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if PICTURES:
        visitor.page.screenshot(path=f"{PICTURES}/report-{name}.png", full_page=True)


@pytest.fixture(scope="module")
def facts(country, tmp_path_factory):
    """What agencies on paper recorded of two years, brought in by the operator."""
    table = tmp_path_factory.mktemp("paper") / "agencies.csv"
    table.write_text("\n".join([HEAD, *rows()]))

    def run(*words):
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "sala.config.command",
            "facts",
            *words,
        ]
        subprocess.run(
            command,
            env={**os.environ, **testing.address_of(country)},
            check=True,
        )

    shutil.rmtree(facts_folder(), ignore_errors=True)
    run("export")
    run(
        "import",
        str(table),
        "--layout",
        "paper",
        "--source",
        "paper",
    )
    yield
    shutil.rmtree(facts_folder(), ignore_errors=True)


HEAD = "id,event,year,person,case,number,amount,currency,months,sex,exploited_in,kind,outcome,reason,form"
EVENTS = (
    ({"event": "incident"}, {2018: 39, 2017: 69}),
    ({"event": "case_opened", "case": True}, {2018: 26, 2017: 44}),
    ({"event": "investigation_open", "case": True}, {2018: 18, 2017: 29, 2016: 19}),
    ({"event": "charged", "case": True}, {2018: 12, 2017: 13, 2016: 11}),
    ({"event": "verdict", "case": True, "person": True, "outcome": "convicted", "months": 13,
      "amount": 2_000_000, "currency": "LAK"}, {2018: 11, 2017: 8, 2016: 6}),
    ({"event": "verdict", "case": True, "person": True, "outcome": "convicted", "months": 186,
      "amount": 100_000_000, "currency": "LAK"}, {2018: 1}),
    ({"event": "forfeiture", "amount": 70_000_000, "currency": "LAK"}, {2018: 1}),
    ({"event": "restitution_ordered", "case": True, "person": True, "amount": 110_250_000,
      "currency": "LAK"}, {2018: 6}),
    ({"event": "identified", "person": True, "sex": "female", "exploited_in": "TH"}, {2017: 86}),
    ({"event": "service_given", "person": True, "sex": "female", "exploited_in": "TH"}, {2018: 46}),
    ({"event": "service_given", "person": True, "sex": "male", "exploited_in": "TH"}, {2018: 1}),
    ({"event": "service_given", "person": True, "sex": "female", "exploited_in": "LA"}, {2018: 5}),
    ({"event": "met", "number": 128, "kind": "police_operation"}, {2018: 1}),
    ({"event": "not_screened", "number": 128, "kind": "police_operation"}, {2018: 1}),
    ({"event": "trained", "number": 352}, {2018: 3}),
    ({"event": "reached", "number": 1080}, {2018: 4}),
    ({"event": "recruiter"}, {2018: 24}),
    ({"event": "crossing", "kind": "international"}, {2018: 27}),
    ({"event": "crossing", "kind": "local"}, {2018: 74}),
)  # fmt: skip


def rows():
    """One row an event, each of a person and case of its own."""
    number = 0
    for said, years in EVENTS:
        for year, many in years.items():
            for _each in range(many):
                number += 1
                own = {
                    k: f"{k[0].upper()}-{number}"
                    for k in ("person", "case")
                    if said.get(k)
                }
                cells = said | own | {"id": str(number), "year": year}
                yield ",".join(str(cells.get(name, "")) for name in HEAD.split(","))


def test_a_report_is_edited_corrected_and_approved_by_two_in_both_languages(
    facts,
    somebody,
):
    assert facts is None
    freezes(somebody("en").signs_in("analyse"), somebody("en").signs_in("oversee"))
    for language, size in CASES:
        analyst = somebody(language, size=size).signs_in("analyse")
        oversight = somebody(language, size=size).signs_in("oversee")
        is_reported(analyst, oversight, language)


def is_reported(analyst, oversight, language: str) -> None:
    """One language's report, from opening it to the file that two people approved."""
    analyst.goes_to("/narratives/year/").finds_the_page_usable()
    analyst.presses("main a.govuk-button").finds_the_page_usable()
    analyst.writes(year=str(YEAR)).chooses("language", language)
    shows(analyst, f"open-{language}")
    analyst.submits()
    analyst.finds_the_page_usable()
    for room in ROOMS:
        expect(analyst.page.locator(f"h2#{room}")).to_have_count(1)
    shows(analyst, f"draft-{language}")
    address = analyst.page.url.removeprefix(analyst.address)
    edits(analyst, address, WRONG[language])
    assert analyst.page.locator("mark.sala-wrong").inner_text() == "31"
    expect(analyst.page.locator("#flagged")).to_have_count(1)
    expect(analyst.page.locator("input[name=digest]")).to_have_count(0)
    shows(analyst, f"flagged-{language}")
    edits(analyst, address, RIGHT[language])
    expect(analyst.page.locator("#flagged")).to_have_count(0)
    for person in (analyst, oversight):
        person.goes_to(address).finds_the_page_usable()
        shows(person, f"approve-{language}")
        person.presses(
            "main section[aria-labelledby=approval] button",
        ).finds_the_page_usable()
    expect(oversight.page.locator(".govuk-tag--green")).to_have_count(1)
    shows(oversight, f"approved-{language}")
    pdf = downloads(oversight, address)
    assert without_spaces(RIGHT[language]) in without_spaces(
        "".join(page.extract_text() for page in pdf.pages),
    )
    analyst.goes_to(f"{address}sentences/identified/")
    expect(
        analyst.page.locator("textarea"),
        "an approved report is not edited",
    ).to_have_count(0)


def without_spaces(text: str) -> str:
    """Letters alone: a PDF breaks lines, and parts Lao letters from their marks."""
    return "".join(text.split())


def freezes(analyst, oversight) -> None:
    """Freeze the year's figures; another person approves them."""
    analyst.goes_to("/figures/frozen/prepare/").writes(year=str(YEAR)).chooses(
        "reason",
        "first",
    )
    analyst.submits()
    oversight.goes_to(analyst.page.url.removeprefix(analyst.address))
    oversight.submits()


def edits(analyst, address: str, text: str) -> None:
    """Write the sentence on identified victims otherwise."""
    analyst.goes_to(f"{address}sentences/identified/").finds_the_page_usable()
    analyst.chooses("change", "edited").writes(text=text)
    analyst.submits()
    analyst.finds_the_page_usable().sees(text)


def downloads(visitor, address: str) -> PdfReader:
    """The report as PDF, kept beside the pictures."""
    answer = visitor.page.request.get(f"{visitor.address}{address}file.pdf")
    assert answer.ok
    if PICTURES:
        name = address.strip("/").rpartition("/")[2]
        Path(PICTURES, f"report-{name}.pdf").write_bytes(answer.body())
    return PdfReader(io.BytesIO(answer.body()))
