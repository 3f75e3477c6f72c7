"""The ledger page shows what the database lets the reader see, in words."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

import sala
from sala.access import ledger_terms
from sala.access.ledger import record
from sala.access.roles import Role

pytestmark = pytest.mark.django_db
PAGE = "/ledger/"


@pytest.fixture
def entries(actor):
    with actor(Role.CASE_WORKER, purpose="services") as by:
        detail = {"glass": False}
        record(
            by=by,
            action="people.identity_opened",
            kind="person",
            subject="own-1",
            detail=detail,
        )
    with actor(Role.INVESTIGATOR, "other") as by:
        record(
            by=by,
            action="people.identity_opened",
            kind="person",
            subject="other-1",
        )


def subjects(response):
    return [e.row.subject for e in response.context["entries"]]


def test_a_supervisor_reads_the_own_agency_and_oversight_all(entries, sign_in):
    opened = {"what": "people.identity_opened"}
    assert subjects(sign_in(Role.SUPERVISOR).get(PAGE, opened)) == ["own-1"]
    assert set(subjects(sign_in(Role.OVERSIGHT).get(PAGE, opened))) >= {
        "own-1",
        "other-1",
    }


def test_the_supervisors_page_is_about_the_unit(entries, sign_in):
    page = sign_in(Role.SUPERVISOR).get(PAGE).content.decode()
    assert "Who opened what in the unit" in page
    assert page.index("Identity opened") < page.index("Person registered")
    assert "in an emergency: no" in page


@pytest.mark.parametrize(
    "role",
    [r for r in Role if r not in (Role.SUPERVISOR, Role.OVERSIGHT)],
)
def test_for_other_roles_there_is_no_ledger(role, sign_in):
    assert sign_in(role).get(PAGE).status_code == 404


def test_the_filters_narrow(entries, sign_in):
    client = sign_in(Role.OVERSIGHT)
    assert subjects(client.get(PAGE, {"subject": "own-1"})) == ["own-1"]
    by_user = {"user": "INVESTIGATOR.other", "what": "people.identity_opened"}
    assert subjects(client.get(PAGE, by_user)) == ["other-1"]
    assert subjects(client.get(PAGE, {"user": "nobody"})) == []
    future = {
        "since_day": "1",
        "since_month": "1",
        "since_year": "2999",
    }
    assert subjects(client.get(PAGE, future)) == []


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "x"},
        {"page": "9" * 40},
        {"page": "²"},
        {"what": "x' OR 1=1"},
        {"since_day": "77"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(query, sign_in):
    assert sign_in(Role.OVERSIGHT).get(PAGE, query).status_code == 200


def test_a_long_ledger_has_pages(sign_in, actor):
    with actor(Role.CASE_WORKER) as by:
        for number in range(60):
            record(
                by=by,
                action="people.registered",
                kind="person",
                subject=f"page-{number}",
            )
    client = sign_in(Role.SUPERVISOR)
    asked = {"what": "people.registered"}
    first, second = (subjects(client.get(PAGE, asked | {"page": n})) for n in (1, 2))
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)
    assert (
        "what=people.registered&amp;page=2" in client.get(PAGE, asked).content.decode()
    )


def test_every_action_of_the_house_has_words():
    files = Path(sala.__file__).parent.rglob("*.py")
    source = "".join(p.read_text() for p in files if "tests" not in p.parts)
    written = set(re.findall(r'action="([a-z]+\.[a-z_]+)"', source))
    assert written
    assert written <= set(ledger_terms.collect_words("ACTIONS"))


def test_the_page_names_the_reader_of_the_ledger(sign_in):
    assert reverse("search_ledger") in sign_in(Role.OVERSIGHT).get("/").content.decode()
