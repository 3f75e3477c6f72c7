"""Records dated back by SQL, and what the passing of a day does to them."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import DateTimeField

from sala.access import orders
from sala.access.context import OrderEndedError, acting_on_order
from sala.access.law.moments import TOLD
from sala.access.ledger import record
from sala.access.models import WorkOrder
from sala.access.roles import Role
from sala.desk import jobs
from sala.kit.tests.test_uploaded_files import PDF
from sala.kit.uploaded_files import SentFile
from sala.partnership import actions as partnership
from sala.partnership.models import EvidenceFile
from sala.prosecution import actions as prosecution
from sala.prosecution.actions import CaseFindings, attachments
from sala.prosecution.models import CaseAttachment
from sala.screening.actions import htcds_orders

GUARDED = """
SELECT t.tgrelid::regclass::text || '.' || encode(t.tgargs, 'escape'),
       bool_or(t.tgtype & 4 > 0), bool_or(t.tgtype & 16 > 0)
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE p.proname = 'access_refuse_moment' GROUP BY 1
"""
WRITABLE = """
SELECT has_column_privilege(%s, %s, 'INSERT') OR has_column_privilege(%s, %s, 'UPDATE')
"""
# What a member sees for a while, the ledger with a policy of its own, and sign-in tables: no
# record, and what counts of a session is signed.
ELSEWHERE = {
    "access_ledgerentry.at",
    "access_noticeread.read_at",
    "access_signinsession.began_at",
    "access_signinsession.ends_at",
    "access_signinsession.seen_at",
    "access_trycount.ends_at",
}


def moments():
    """Every column of the house that says when something was recorded."""
    for model in apps.get_models():
        table = model._meta.db_table
        if not model.__module__.startswith("sala."):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, DateTimeField) and field.column.endswith("_at"):
                yield table, field.column


@pytest.mark.django_db
def test_every_moment_that_the_application_writes_is_held_to_the_present():
    held, free = {}, set()
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        held = {
            name.removesuffix("\\000"): (inserted, updated)
            for name, inserted, updated in cursor.fetchall()
        }
        for table, column in moments():
            cursor.execute(WRITABLE, [table, column, table, column])
            if cursor.fetchone() == (True,) and column not in TOLD:
                name = f"{table}.{column}"
                if held.get(name) != (True, True):
                    free.add(name)
    assert len(held) > 60
    assert free - ELSEWHERE == set()


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_record_without_states_is_of_the_moment_it_was_recorded(actor, now, hours):
    with (
        actor(Role.FRONTLINE_OFFICER) as by,
        pytest.raises(ProgrammingError, match="another moment"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        record(by=by, action="access.test_made", kind="crossing", subject=by.agency)
        cursor.execute(
            "INSERT INTO prevention_crossinghours (id, agency_id, recorded_by_id,"
            " recorded_at) VALUES (gen_random_uuid(), %s, %s, %s)",
            [by.agency, by.user, now + timedelta(hours=hours)],
        )


def test_evidence_stays_when_a_day_is_over(in_the_past, actor):
    with in_the_past(Role.INVESTIGATOR, "other", days=2) as (by, at):
        case = prosecution.open_case(by=by, at=at, facts=CaseFindings())
        old = attachments.add_attachment(
            by=by, at=at, case=case.id, what="other", file=SentFile("pdf", PDF)
        )
    with (
        actor(Role.INVESTIGATOR, "other") as by,
        pytest.raises(CaseAttachment.DoesNotExist),
    ):
        attachments.remove_attachment(by=by, attachment=old)


def test_a_document_of_an_answer_stays_when_a_day_is_over(in_the_past, actor):
    with in_the_past(Role.ANALYST, days=2) as (by, at):
        asked = {"en": "Train officials."}
        key = partnership.record_recommendation(
            by=by,
            at=at,
            recommended=partnership.RecommendationInput("TIP", 2019, 4, asked),
        )
        partnership.assign_recommendation(
            by=by,
            at=at,
            recommendation=key,
            ownership=partnership.OwnershipInput("LWU", "high", at.date()),
            version=1,
        )
    with in_the_past(Role.CASE_WORKER, days=2) as (by, at):
        partnership.answer_recommendation(
            by=by,
            at=at,
            recommendation=key,
            answer=partnership.RecommendationAnswer(
                move="take_up",
                happened_on=at.date(),
                step=0,
                evidence="Minutes 12",
                file=SentFile("pdf", PDF),
            ),
        )
        old = EvidenceFile.objects.get().id
    with actor(Role.CASE_WORKER) as by, pytest.raises(EvidenceFile.DoesNotExist):
        partnership.take_back_file(by=by, file=old)
    with actor(Role.CASE_WORKER):
        assert EvidenceFile.objects.filter(id=old).exists()


def test_an_order_whose_time_is_over_is_not_begun_and_is_forgotten(in_the_past, actor):
    with in_the_past(Role.CASE_WORKER, days=4) as (by, at):
        order = orders.give_order(
            by=by, at=at, machine=htcds_orders.EXPORTER, what={"codes": []}
        )
    with pytest.raises(OrderEndedError), acting_on_order(order):
        pytest.fail("it worked on the order")
    with actor(Role.CASE_WORKER) as by:
        found = orders.own_order(by=by, order=order, machine=htcds_orders.EXPORTER)
        assert (found.state, found.is_open) == ("late", False)
    jobs.forget_what_is_over()
    with actor(Role.CASE_WORKER):
        assert not WorkOrder.objects.exists()
