"""Screenings, lived on a phone in both languages: asked safely, sent once, acted on, forgotten."""

import base64
import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from playwright.sync_api import expect
from tests.journeys.test_ground_floor import NAMES
from tests.journeys.test_the_record import DESK, LANGUAGES, the_day

from sala.vault import sealed_box

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVERY_SIGN = re.compile(r"^d[1-6]_")


def begins(visitor, instrument: str, address="/screening/screenings/start/") -> None:
    """Choose the questions; the first page is about safety."""
    visitor.goes_to(address).finds_the_page_usable()
    visitor.chooses("instrument", instrument)
    visitor.submits()
    visitor.finds_the_page_usable()


def finds_it_safe(visitor, interpreter="not_needed") -> None:
    visitor.chooses("alone", "yes").chooses("interpreter", interpreter)
    visitor.submits()
    visitor.finds_the_page_usable()


def tells_who(visitor, **said: str) -> None:
    for name, value in said.items():
        if name in {"name", "age", "phone"}:
            visitor.writes(**{name: value})
        else:
            visitor.chooses(name, value)
    visitor.submits()
    visitor.finds_the_page_usable()


def answers(visitor, *signs: str) -> None:
    """Go through every page of questions: a yes for each sign, a no for the first other one."""
    while "/q-" in visitor.page.url:
        names = visitor.page.eval_on_selector_all(
            "main input[type=radio]",
            "all => [...new Set(all.map(one => one.name))]",
        )
        for name in names:
            if name in signs:
                visitor.chooses(name, "yes")
        others = [name for name in names if name not in signs]
        for name, said in zip(others, ("no", "not_known", "refused"), strict=False):
            visitor.chooses(name, said)
        visitor.submits()
        visitor.finds_the_page_usable()


def concludes(visitor, outcome: str) -> str:
    """State a conclusion, look at everything once more, send it; the receipt."""
    visitor.chooses("outcome", outcome)
    visitor.submits()
    visitor.finds_the_page_usable()
    visitor.submits()
    visitor.finds_the_page_usable()
    return visitor.page.inner_text("main .sala-panel-code").strip()


@LANGUAGES
def test_a_foreign_victim_on_a_plantation_is_screened_asked_for_and_decided(
    somebody,
    language,
):
    inspector = somebody(language).signs_in("inspect")
    inspector.goes_to("/screening/operations/add/")
    inspector.chooses("kind", "worksite_inspection").chooses("place_code", "LA01")
    inspector.writes(**the_day("happened_on")).writes(met_male_adult_foreign="1")
    inspector.submits()
    operation = inspector.page.url.removeprefix(inspector.address)
    inspector.presses("main a[href*='/screening/screenings/start/?operation=']")
    begins(inspector, "full", inspector.page.url.removeprefix(inspector.address))
    finds_it_safe(inspector, "independent")
    tells_who(
        inspector,
        name=NAMES[language] + " Eleven",
        age="34",
        sex="male",
        age_group="adult",
        citizenship="VN",
        exploitation="labour",
    )
    answers(
        inspector,
        "d1_work",
        "d1_pay",
        "d4_hours",
        "d4_pay",
        "d4_sexual",
        "d5_papers",
        "d5_watched",
    )
    expect(
        inspector.page.locator(".govuk-tag--orange"),
        "three dimensions are shown",
    ).to_have_count(3)
    receipt = concludes(inspector, "indicated")
    assert re.fullmatch(r"\d{3} \d{3} \d{4}", receipt)
    expect(
        inspector.page.locator(".govuk-warning-text"),
        "nobody was asked yet",
    ).to_have_count(1)
    screening = inspector.page.url
    inspector.presses("main a[href*='/ask/?screening=']").finds_the_page_usable()
    inspector.submits()
    code = inspector.page.url.rstrip("/").rpartition("/")[2]
    inspector.page.goto(screening)
    expect(inspector.page.locator(".govuk-warning-text")).to_have_count(0)
    inspector.goes_to(operation).finds_the_page_usable()
    expect(
        inspector.page.locator("main .govuk-tag--green"),
        "everybody is screened",
    ).to_have_count(1)
    spoken = f"{code[:3]} {code[3:6]} {code[6:]}"
    officer = somebody(language, size=DESK).signs_in("identify")
    officer.goes_to("/screening/identification/")
    with officer.page.expect_navigation():
        officer.page.locator("main tbody tr", has_text=spoken).locator("a").click()
    officer.finds_the_page_usable()
    decision = officer.page.url
    officer.presses("main a[href*='/screening/screenings/']").finds_the_page_usable()
    officer.submits()
    officer.finds_the_page_usable()
    expect(officer.page.locator(".govuk-tag--orange")).to_have_count(3)
    officer.page.goto(decision)
    officer.chooses("act", "recruitment").chooses("act_evidence", "screening")
    officer.chooses("means", "deception").chooses("means_evidence", "screening")
    officer.chooses("form", "forced_labour").chooses("form_evidence", "seen_on_site")
    officer.chooses("outcome", "identified")
    officer.submits()
    officer.does_not_see(spoken)
    officer.goes_to(f"/people/{code}/").finds_the_page_usable()
    assert officer.page.locator("main .govuk-tag--green").count() >= 1


@LANGUAGES
def test_a_child_whose_age_is_in_doubt_is_asked_safely_and_needs_no_means(
    somebody,
    language,
):
    officer = somebody(language).signs_in("border")
    begins(officer, "triage")
    officer.chooses("alone", "no").chooses("interpreter", "linked").chooses(
        "urgent",
        "danger",
    )
    officer.submits()
    officer.finds_the_page_usable()
    expect(officer.page.locator(".govuk-warning-text"), "do not ask yet").to_have_count(
        1,
    )
    draft = officer.page.url.removeprefix(officer.address)
    officer.goes_to(draft + "person/")
    assert officer.page.url.endswith("/safety/"), "no question before it is safe"
    later = somebody(language).signs_in("border")
    later.goes_to("/screening/screenings/").finds_the_page_usable()
    later.presses(f"main a[href='{draft}']")
    later.presses("main a[href$='/safety/']")
    later.chooses("alone", "yes").chooses("interpreter", "independent")
    later.submits()
    later.finds_the_page_usable()
    later.presses("main .govuk-button-group a.govuk-button")
    name = NAMES[language] + " Twelve"
    tells_who(
        later,
        name=name,
        age="16",
        age_group="in_doubt",
        sex="female",
        citizenship="LA",
    )
    answers(later, "long_hours", "little_pay")
    expect(
        later.page.locator(".govuk-tag--orange"),
        "exploitation, and nothing else",
    ).to_have_count(1)
    concludes(later, "indicated")
    later.presses("main a[href^='/protection/people/']").finds_the_page_usable()
    later.goes_to("/").finds_the_page_usable()
    later.does_not_see(name)


@LANGUAGES
def test_who_is_known_already_is_not_made_twice(somebody, language):
    worker = somebody(language).signs_in("shelter")
    name = NAMES[language] + " Thirteen"
    codes = []
    for _time in range(2):
        begins(worker, "triage")
        finds_it_safe(worker)
        tells_who(
            worker,
            name=name,
            sex="male",
            age_group="adult",
        )
        if worker.page.locator("input[name=same]").count():
            worker.page.locator("input[name=same]").first.check()
            worker.submits()
            worker.finds_the_page_usable()
        answers(worker)
        concludes(worker, "not_known")
        worker.presses("main .govuk-button-group a[href^='/people/']")
        codes.append(worker.page.url.rstrip("/").rpartition("/")[2])
    assert codes[0] == codes[1]
    worker.finds_the_page_usable()


def test_a_screening_needs_no_script(somebody):
    officer = somebody("lo", script=False).signs_in("inspect")
    begins(officer, "triage")
    finds_it_safe(officer)
    tells_who(officer, sex="female")
    while "/q-" in officer.page.url:
        officer.submits()
    assert concludes(officer, "not_known")
    officer.goes_to("/screening/screenings/")
    officer.goes_to("/screening/instruments/triage/1.1.0/")


def sends_from_a_phone(visitor, sealed_of) -> str:
    """What a phone does without pages: fetch the key, seal, hand it in; the id of the envelope."""
    visitor.goes_to("/screening/screenings/")
    token = visitor.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    key = uuid4()
    told = visitor.page.evaluate("fetch('/screening/envelopes/').then(a => a.json())")
    body = {"envelopes": [{"id": str(key), "sealed": sealed_of(told, key)}]}
    answer = visitor.page.evaluate(
        "([body, token]) => fetch('/screening/envelopes/', {method: 'POST', body, headers: "
        "{'Content-Type': 'application/json', 'X-CSRFToken': token}}).then(a => a.json())",
        [json.dumps(body), token],
    )
    assert answer["results"][0]["state"] == "set_aside", answer
    return str(key)


def of_an_operation_elsewhere(told, key) -> str:
    """A screening in an operation that this agency does not have, sealed as the server says."""
    said = {
        "instrument": "triage",
        "version": "1.1.0",
        "written_at": datetime.now(UTC).isoformat(),
        "operation": str(uuid4()),
        "person": {"name": "Synthetic Thirteen"},
        "sex": "female",
        "age_group": "adult",
        "alone": "yes",
        "interpreter": "not_needed",
        "answers": {"long_hours": "yes"},
        "outcome": "indicated",
    }
    public = X25519PublicKey.from_public_bytes(base64.b64decode(told["public"]))
    info = told["info"].replace("{id}", str(key)).encode()
    box = sealed_box.SUITE.encrypt(json.dumps(said).encode(), public, info=info)
    return base64.b64encode(f"{told['key']}:".encode() + box).decode()


@LANGUAGES
def test_what_could_not_be_taken_in_is_put_right_or_closed_and_nobody_is_lost(
    somebody,
    language,
):
    officer = somebody(language).signs_in("border")
    good = f"/screening/envelopes/{sends_from_a_phone(officer, of_an_operation_elsewhere)}/"
    broken = base64.b64encode(b"k1:broken").decode()
    bad = f"/screening/envelopes/{sends_from_a_phone(officer, lambda *_: broken)}/"
    supervisor = somebody(language, size=DESK).signs_in("post")
    supervisor.goes_to("/screening/screenings/").finds_the_page_usable()
    supervisor.presses(f"main a[href='{bad}']").finds_the_page_usable()
    supervisor.goes_to(bad + "hand/").finds_the_page_usable()
    supervisor.submits()
    expect(
        supervisor.page.locator(".govuk-error-summary"),
        "to whom, and why",
    ).to_have_count(1)
    supervisor.goes_to(bad + "close/").finds_the_page_usable()
    supervisor.chooses("reason", "cannot_be_opened")
    supervisor.submits()
    supervisor.finds_the_page_usable()
    expect(
        supervisor.page.locator("main form[action$='/reopen/']"),
        "it stays",
    ).to_have_count(1)
    supervisor.goes_to(good).does_not_see("Synthetic Thirteen")
    officer.goes_to("/screening/screenings/").finds_the_page_usable()
    officer.presses(f"main a[href='{good}']").finds_the_page_usable()
    officer.presses("main form[action$='/correct/'] button").finds_the_page_usable()
    draft = officer.page.url.removeprefix(officer.address)
    officer.goes_to(draft + "check/").finds_the_page_usable().sees("Synthetic Thirteen")
    officer.submits()
    officer.finds_the_page_usable()
    expect(
        officer.page.locator("main .sala-panel-code"),
        "taken in, with a receipt",
    ).to_have_count(1)
    officer.goes_to(good.replace("envelopes", "screenings")).finds_the_page_usable()
    officer.presses("main form[method='post'] button").finds_the_page_usable()
    expect(
        officer.page.locator("main .govuk-inset-text"),
        "who put it right",
    ).to_have_count(1)
