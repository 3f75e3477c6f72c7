"""Machines have names and next to no rights; orders are held to who gave them."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from sala.access import orders
from sala.access.context import (
    NoSuchMachineError,
    OrderEndedError,
    acting_machine,
    acting_member,
    acting_on_order,
)
from sala.access.ledger import record
from sala.access.models import LedgerEntry, Membership, WorkOrder
from sala.access.roles import Role
from sala.desk import drafts
from sala.people import actions as people
from sala.people.rules import Identity, PersonName
from sala.screening import jobs as screening_jobs
from sala.screening.actions import htcds_orders

pytestmark = pytest.mark.django_db
EXPORTER = htcds_orders.EXPORTER


@pytest.fixture
def person(actor, now):
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=Identity(names=(PersonName("Synthetic"),)),
        )


@pytest.fixture
def order(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        return orders.give_order(
            by=by,
            at=now,
            machine=EXPORTER,
            what={"codes": [person.code], "purpose": "", "form": "csv"},
        )


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def refused(statement: str, parameters=(), match="permission denied|row-level"):
    """The database refuses a statement to whoever acts now."""
    with (
        pytest.raises(ProgrammingError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, parameters)


def jobs_of(order) -> list[tuple[str, str, dict]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, args FROM procrastinate_jobs")
        return [(status, json.loads(args)) for status, args in cursor.fetchall()]


def test_a_machine_that_acts_alone_sees_no_record_and_does_its_one_thing(
    person,
    order,
    actor,
):
    with acting_machine("desk.forgetter") as by:
        assert (by.role, by.user_id, by.agency_id) == ("desk.forgetter", None, None)
        for table in ("people_person", "people_sealedidentity", "access_workorder"):
            assert count(table) == 0, table
        assert drafts.forget_old_drafts() == 0
        refused("SELECT screening_forget_files()", match="work of screening.forgetter")
        refused("UPDATE people_person SET erased_at = now()")
    with actor(Role.CASE_WORKER):
        assert count("people_person") == 1


def test_nobody_but_the_machine_forgets(actor):
    with actor(Role.ADMINISTRATOR):
        for function in ("access_forget_drafts", "access_forget_orders"):
            refused(f"SELECT {function}()", match=r"work of desk\.forgetter")
        refused(
            "SELECT screening_forget_drafts()", match=r"work of screening\.forgetter"
        )


def test_a_machine_that_is_on_no_list_does_not_enter_and_one_on_order_not_alone():
    for name in ("access.somebody", "operator", EXPORTER):
        with pytest.raises(NoSuchMachineError), acting_machine(name):
            pytest.fail("it entered")


def test_a_machine_cannot_be_feigned(actor):
    with actor(Role.CASE_WORKER), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sala.machine', 'desk.forgetter', true)")
        cursor.execute("SELECT access_machine()")
        assert cursor.fetchone() == (None,)
        refused("SELECT access_forget_drafts()", match=r"work of desk\.forgetter")
        refused("SELECT access_remember_machine('desk.forgetter')")
        refused("SELECT * FROM access_machineactor")


def test_an_order_is_worked_on_with_what_its_giver_sees_and_no_more(
    order,
    person,
    actor,
    now,
):
    with actor(Role.CASE_WORKER, "other") as by:
        theirs = people.register_person(by=by, at=now, identity=Identity())
    with acting_on_order(order) as by:
        assert (by.role, by.machine) == (Role.CASE_WORKER, EXPORTER)
        seen = {code for (code,) in rows("SELECT code FROM people_person")}
        assert person.code in seen
        assert theirs.code not in seen


def rows(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_on_order_a_machine_changes_and_enters_only_its_own(order, person, now):
    with (
        pytest.raises(DatabaseError, match="exporter does not change people_person"),
        acting_on_order(order) as by,
    ):
        # What a case worker may do, and this machine at their order may not.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_person (id, code, agency_id, registered_by_id,"
                " registered_at, state)"
                " VALUES (%s, '0000000000', %s, %s, %s, 'in_care')",
                [uuid4(), by.agency, by.user, now],
            )
        record(by=by, action="screening.htcds_exported", kind="htcds", subject="file")
    with (
        acting_on_order(order) as by,
        pytest.raises(ProgrammingError, match="row-level"),
    ):
        with transaction.atomic():
            record(by=by, action="people.person_registered", kind="person", subject="1")


def test_what_a_machine_does_is_not_entered_as_the_members_own_hand(order, actor):
    from dataclasses import replace

    with acting_on_order(order) as by:
        record(by=by, action="screening.htcds_exported", kind="htcds", subject="file")
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            record(
                by=replace(by, machine=""),
                action="screening.htcds_exported",
                kind="htcds",
                subject="file",
            )
    with actor(Role.OVERSIGHT):
        entry = LedgerEntry.objects.get(action="screening.htcds_exported")
        assert json.loads(entry.detail) == {"machine": EXPORTER}
        assert entry.role == Role.CASE_WORKER


def test_after_an_order_the_transaction_is_nobodys(order, actor):
    with acting_on_order(order):
        pass
    assert rows("SELECT access_machine(), access_actor()") == [(None, None)]


def test_who_lost_the_role_meanwhile_gets_nothing_done(order, actor, user_of, now):
    from sala.access import actions

    with actor(Role.ADMINISTRATOR) as by:
        membership = Membership.objects.get(user=user_of(Role.CASE_WORKER))
        actions.end_role(
            by=by,
            membership=membership.id,
            last_day=now.date() - timedelta(days=1),
        )
    with pytest.raises(OrderEndedError), acting_on_order(order):
        pytest.fail("it worked on the order")
    screening_jobs.make_export(order)  # the job ends quietly: there is nothing to retry
    with (
        acting_member(user_of(Role.CASE_WORKER).id, None),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT access_actor(), access_role()")
        assert cursor.fetchone()[1] == "", "no role is left to see what was made"
    assert rows("SELECT count(*) FROM access_workpart") == [(0,)]


def test_an_order_is_its_givers_alone_in_the_role_it_was_given_in(order, actor):
    for role, agency in (
        (Role.CASE_WORKER, "other"),
        (Role.SUPERVISOR, "own"),
        (Role.ADMINISTRATOR, "own"),
    ):
        with actor(role, agency):
            assert count("access_workorder") == 0, role
            assert jobs_of(order) == [], role
    with actor(Role.CASE_WORKER):
        assert jobs_of(order) == [("todo", {"order": str(order)})]


def test_the_web_neither_takes_nor_ends_nor_feigns_a_job(order, actor):
    with actor(Role.CASE_WORKER) as by:
        refused("UPDATE procrastinate_jobs SET status = 'succeeded'")
        refused("DELETE FROM procrastinate_jobs")
        refused("SELECT procrastinate_fetch_job_v2(NULL, NULL)")
        refused("UPDATE access_workorder SET machine = 'facts.exporter'")
        refused(
            "INSERT INTO access_workpart (order_id, number, codes, sealed)"
            " VALUES (%s, 0, '{}', '')",
            [order],
        )
        # No order of theirs, another machine's task, and more than an order's key.
        for task, arguments in (
            (EXPORTER, {"order": str(uuid4())}),
            ("facts.exporter", {"order": str(order)}),
            (EXPORTER, {"order": str(order), "name": "Synthetic"}),
        ):
            refused(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                " VALUES ('default', %s, %s::jsonb)",
                [task, json.dumps(arguments)],
                match="row-level security",
            )
        assert orders.own_order(by=by, order=order, machine=EXPORTER).state == "waiting"


def test_an_order_and_its_job_go_in_with_their_transaction_or_not_at_all(actor, now):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            orders.give_order(by=by, at=now, machine=EXPORTER, what={})
            raise ZeroDivisionError
        assert WorkOrder.objects.count() == 0
        assert jobs_of(None) == []


def test_erasing_a_person_throws_away_what_was_made_of_them(
    order,
    person,
    actor,
    now,
):
    htcds_orders.make_export(order)
    with actor(Role.CASE_WORKER) as by:
        assert count("access_workpart") == 1
        refused("SELECT access_forget_drafts_about('1')")
        request = people.ask_erasure(
            by=by,
            at=now,
            person=person.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        people.erase_person(by=by, request=request)
    with actor(Role.CASE_WORKER):
        assert count("access_workpart") == count("access_workorder") == 0
