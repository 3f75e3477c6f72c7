"""People to look at, and the pages they are looked at with."""

import pytest
from django.urls import reverse

from sala.access.roles import Role
from sala.people import actions, rules

KHAM = rules.Identity(
    names=(rules.PersonName("ຄຳ ວົງສາ"), rules.PersonName("Kham Vongsa", "script")),
    birth=rules.BirthInformation(rules.BirthPrecision.YEAR, on=rules.date(2004, 1, 1)),
    documents=(rules.IdentityDocument("passport", "P 123456", "LA"),),
    phones=("020 5555 1234",),
)


@pytest.fixture
def kham(actor, now):
    """A person of the own agency."""
    with actor(Role.CASE_WORKER) as by:
        return actions.register_person(
            by=by,
            at=now,
            identity=KHAM,
        )


@pytest.fixture
def worker(sign_in):
    return sign_in(Role.CASE_WORKER)


@pytest.fixture
def other(actor):
    """The key of the other agency."""
    with actor(Role.CASE_WORKER, "other") as by:
        return by.agency_id


@pytest.fixture
def ledger(actor):
    """What the ledger says was done, as oversight reads it: (action, subject, detail)."""
    from sala.access.queries import LedgerSearch, ledger_page

    def read(action=""):
        with actor(Role.OVERSIGHT) as by:
            rows, _more = ledger_page(by=by, search=LedgerSearch(action=action))
            return [(row.action, row.subject, row.detail) for row in rows]

    return read


@pytest.fixture
def page():
    """The address of a page of a person."""

    def address(name, person, *more):
        return reverse(name, args=[person.code, *more])

    return address
