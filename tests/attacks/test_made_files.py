"""A file that was made with names in it, when its asker may not see them any more."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sala.access.actions import give_grant, withdraw_grant
from sala.access.models import Grant, LedgerEntry
from sala.access.roles import Purpose, Role
from sala.people import actions as people
from sala.people.rules import Identity, PersonName
from sala.screening import jobs
from sala.screening.actions import htcds_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def lent(actor, now):
    """A person of the agency `own`, whose record is opened to the agency `other`."""
    with actor(Role.CASE_WORKER, "other") as by:
        other = by.agency
    with actor(Role.CASE_WORKER) as by:
        made = people.register_person(
            by=by, at=now, identity=Identity(names=(PersonName("Synthetic"),))
        )
        give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=made.id,
            agency=other,
            until=now + timedelta(days=30),
            basis="court_order",
        )
    return made


@pytest.fixture
def file(actor, now, lent):
    """The address of the file on that person, that the agency `other` ordered."""
    with actor(Role.CASE_WORKER, "other") as by:
        return htcds_orders.order_export(
            by=by, at=now, codes=[lent.code], purpose=Purpose.SERVICES, form="csv"
        )


def take(sign_in, order):
    page = reverse("take_htcds", args=[order])
    return sign_in(Role.CASE_WORKER, "other").post(page)


def taken(actor):
    with actor(Role.OVERSIGHT):
        found = LedgerEntry.objects.filter(action="screening.htcds_taken")
        return [(entry.subject, entry.role) for entry in found]


def test_it_is_taken_while_the_record_is_open_and_entered(sign_in, actor, file):
    jobs.make_export(file)
    looked = sign_in(Role.CASE_WORKER, "other").get(reverse("take_htcds", args=[file]))
    assert (looked.status_code, taken(actor)) == (302, []), "a look takes nothing"
    assert "Synthetic" in take(sign_in, file).content.decode("utf-8-sig")
    assert taken(actor) == [(str(file), "case_worker")]


def test_it_is_not_taken_after_the_record_was_closed(sign_in, actor, now, file, lent):
    jobs.make_export(file)
    with actor(Role.CASE_WORKER) as by:
        grant = Grant.objects.get(record_id=lent.id)
        withdraw_grant(by=by, at=now, grant=grant.id)
    answer = take(sign_in, file)
    assert answer.status_code == 302
    assert b"Synthetic" not in answer.content
    assert taken(actor) == []
    page = sign_in(Role.CASE_WORKER, "other").get(answer.url)
    assert page.status_code == 200


def test_nor_before_it_is_all_there(sign_in, file):
    assert htcds_orders._make_next_part(file)
    assert htcds_orders._make_next_part(file), "two parts, and no file yet"
    assert take(sign_in, file).status_code == 404
