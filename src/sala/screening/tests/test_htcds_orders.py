"""Files of HTCDS in the background: part by part, again after a failure, nobody else's."""

import json

import pytest
from django.db import connection

from sala.access import orders
from sala.access.models import LedgerEntry, WorkPart
from sala.access.roles import Purpose, Role
from sala.people import actions as people
from sala.people.rules import Identity, PersonName
from sala.screening import jobs
from sala.screening.actions import htcds as files
from sala.screening.actions import htcds_orders
from sala.standards import htcds

pytestmark = pytest.mark.django_db
NAMES = [f"Synthetic {letter}" for letter in "ABCDE"]


@pytest.fixture
def five(actor, now):
    """Five people of the agency, by their codes."""
    with actor(Role.CASE_WORKER) as by:
        return [
            people.register_person(
                by=by,
                at=now,
                identity=Identity(names=(PersonName(name),)),
            ).code
            for name in NAMES
        ]


@pytest.fixture
def ordered(actor, now, monkeypatch):
    """An order for a file, two people a part."""
    monkeypatch.setattr(htcds_orders, "PART_SIZE", 2)

    def order(codes, purpose=Purpose.SERVICES):
        with actor(Role.CASE_WORKER) as by:
            return htcds_orders.order_export(
                by=by,
                at=now,
                codes=codes,
                purpose=purpose,
                form="csv",
            )

    return order


@pytest.fixture
def seen(actor):
    """The order as whoever gave it sees it."""

    def look(order):
        with actor(Role.CASE_WORKER) as by:
            return orders.own_order(
                by=by,
                order=order,
                machine=htcds_orders.EXPORTER,
            )

    return look


def opened(actor) -> int:
    with actor(Role.OVERSIGHT):
        return LedgerEntry.objects.filter(action="people.identity_opened").count()


def test_a_file_that_broke_off_goes_on_behind_its_last_part(
    five,
    ordered,
    seen,
    actor,
    monkeypatch,
):
    order = ordered(five)
    usual, calls = files.export_rows, []

    def breaks_at_the_third(**asked):
        calls.append(asked["codes"])
        if len(calls) == 2:
            usual(**asked)  # its identities are opened, and then it breaks
            raise OSError("the power went")
        return usual(**asked)

    monkeypatch.setattr(files, "export_rows", breaks_at_the_third)
    with pytest.raises(OSError, match="power"):
        jobs.make_export(order)
    assert (seen(order).done, seen(order).total) == (2, 5)
    assert opened(actor) == 2, "what was rolled back was not given out either"
    jobs.make_export(order)
    assert calls == [five[:2], five[2:4], five[2:4], five[4:]]
    assert (seen(order).state, seen(order).result) == ("done", {"rows": 5})
    assert opened(actor) == 5, "nobody was opened twice"
    with actor(Role.CASE_WORKER) as by:
        _about, made = orders.made_of_order(by=by, order=seen(order))
    rows = htcds.read_htcds(made).rows
    assert [row.values["prs_FirstName"] for row in rows] == NAMES
    with actor(Role.OVERSIGHT):
        entry = LedgerEntry.objects.get(action="screening.htcds_exported")
        assert json.loads(entry.detail) == {
            "machine": "screening.exporter",
            "rows": 5,
            "with_identity": True,
        }


def test_what_waits_to_be_taken_is_sealed_and_its_askers_alone(five, ordered, actor):
    order = ordered(five)
    jobs.make_export(order)
    with actor(Role.CASE_WORKER):
        (part,) = WorkPart.objects.filter(order_id=order)
        assert b"Synthetic" not in bytes(part.sealed)
        assert part.codes == five
    for role, agency in (
        (Role.CASE_WORKER, "other"),
        (Role.IDENTIFICATION_OFFICER, "own"),
    ):
        with actor(role, agency):
            assert not WorkPart.objects.exists()


def test_who_erased_meanwhile_is_not_in_the_file(five, ordered, actor, now, seen):
    order = ordered(five, purpose=None)
    assert htcds_orders._make_next_part(order), "whom it is about is settled"
    gone = five[3]
    with actor(Role.CASE_WORKER) as by:
        request = people.ask_erasure(
            by=by,
            at=now,
            person=people.queries.find_person(by=by, code=gone).id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        people.erase_person(by=by, request=request)
    with actor(Role.CASE_WORKER) as by:
        assert not orders.own_orders(by=by, machines=[htcds_orders.EXPORTER])
    jobs.make_export(
        order
    )  # thrown away with the person: nothing to do, nothing to retry


def test_one_who_is_not_to_be_opened_stops_the_whole_file(
    five, ordered, seen, monkeypatch
):
    from django.core.exceptions import ValidationError

    order = ordered(five)

    def agreed_to_something_else(**_asked):
        raise ValidationError("for another purpose only")

    monkeypatch.setattr(files, "export_rows", agreed_to_something_else)
    jobs.make_export(order)
    assert (seen(order).state, seen(order).is_open) == ("refused", False)
    assert not WorkPart.objects.exists()


def test_nobody_is_ordered_who_is_not_seen(five, actor, now):
    with actor(Role.CASE_WORKER, "other") as by:
        order = htcds_orders.order_export(
            by=by,
            at=now,
            codes=five,
            purpose=None,
            form="csv",
        )
        assert order is None


def test_a_file_with_faults_is_brought_in_not_at_all_and_says_so(actor, now):
    faulty = b"prs_FirstName,prs_Birthdate\nGood,1999-12-31\nBad,31-12-1999\n"
    with actor(Role.CASE_WORKER) as by:
        file = files.keep_file(by=by, at=now, data=faulty)
        order = htcds_orders.order_import(by=by, at=now, file=file)
        again = htcds_orders.order_import(by=by, at=now, file=file)
        assert again == order, "sent twice, ordered once"
    jobs.bring_in(order)
    with actor(Role.CASE_WORKER) as by:
        found = orders.own_order(by=by, order=order, machine=htcds_orders.IMPORTER)
        assert found.state == "refused"
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person")
            assert cursor.fetchone() == (0,)


def test_who_orders_throws_away_and_then_it_is_not_made(five, ordered, actor):
    order = ordered(five)
    with actor(Role.CASE_WORKER) as by:
        htcds_orders.discard_export(by=by, order=order)
    jobs.make_export(order)
    with actor(Role.CASE_WORKER):
        assert not WorkPart.objects.exists()
