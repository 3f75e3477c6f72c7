"""The account of the queue, and jobs that stand in another machine's way."""

import json

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from sala.access import orders, tickets
from sala.access.context import acting_on_order, for_purpose
from sala.access.roles import Role
from sala.config import addresses
from sala.screening.actions import htcds_orders

pytestmark = pytest.mark.django_db
EXPORTER = htcds_orders.EXPORTER
CALLABLE = """
SELECT proname FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace AND NOT starts_with(proname, 'procrastinate')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1
"""


@pytest.fixture
def order(actor, now):
    with actor(Role.CASE_WORKER) as by:
        return orders.give_order(
            by=by,
            at=now,
            machine=EXPORTER,
            what={"codes": [], "purpose": "", "form": "csv"},
        )


def test_the_account_of_the_queue_calls_no_function_of_the_house():
    """It reads whose order each job is for, and would act as whoever gave it."""
    with psycopg.connect(addresses.queue_url(), autocommit=True) as queue:
        assert queue.execute(CALLABLE).fetchall() == []
        for statement in (
            "SELECT * FROM access_enter_order(gen_random_uuid())",
            "SELECT * FROM access_enter(gen_random_uuid(), gen_random_uuid(), '')",
            "SELECT * FROM protection_without_referral()",
            "SELECT * FROM screening_about(gen_random_uuid())",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                queue.execute(statement)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        # The one that forgets what is over would never run again.
        ("queueing_lock", "desk.forgetter"),
        # The facts would wait for a file of somebody's.
        ("lock", "facts.exporter"),
        # A lock of its own, for as long as they like.
        ("scheduled_at", "2099-01-01"),
        ("priority", "2147483647"),
    ],
)
def test_a_job_of_ones_own_stands_in_nobodys_way(order, actor, column, value):
    with (
        actor(Role.CASE_WORKER),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        cursor.execute(
            f"INSERT INTO procrastinate_jobs (queue_name, task_name, args, {column})"
            " VALUES ('default', %s, %s::jsonb, %s)",
            [EXPORTER, json.dumps({"order": str(order)}), value],
        )


def test_facts_are_still_made_one_order_at_a_time(actor, now):
    with actor(Role.ANALYST) as by:
        order = orders.give_order(
            by=by,
            at=now,
            machine="facts.exporter",
            what={},
            one_at_a_time=True,
        )
        found = orders.own_order(by=by, order=order, machine="facts.exporter")
        assert found.state == "waiting"


@pytest.mark.parametrize("other", ["", "facts.exporter"])
def test_a_machine_is_a_machine_to_the_end(order, other):
    """It puts its name off and has nothing: not what its orderer may do."""
    with acting_on_order(order), connection.cursor() as cursor:
        cursor.execute("SELECT access_machine(), access_proven()")
        assert cursor.fetchone() == (EXPORTER, True)
        cursor.execute("SELECT set_config('sala.machine', %s, true)", [other])
        cursor.execute("SELECT access_machine(), access_proven(), access_actor()")
        assert cursor.fetchone() == (None, False, None)


def test_nobody_says_that_they_are_a_machine(actor):
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sala.machine', 'desk.forgetter', true)")
        cursor.execute("SELECT access_machine(), access_actor()")
        assert cursor.fetchone() == (None, None)
        member = [by.user, by.membership_id, tickets.held_ticket(by.user)]
        cursor.execute("SELECT access_enter(%s, %s, '', %s)", member)
        cursor.execute("SELECT access_machine(), access_actor()")
        assert cursor.fetchone() == (None, by.user), "nor by coming in again"


def test_a_machine_that_opens_an_identity_is_one_still(order):
    with acting_on_order(order) as by:
        for purpose in ("services", ""):
            with for_purpose(by, purpose), connection.cursor() as cursor:
                cursor.execute("SELECT access_machine(), access_purpose()")
                assert cursor.fetchone() == (EXPORTER, purpose)
